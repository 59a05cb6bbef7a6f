import type { PolicyCommand } from '../../../src/model/iam-policy.ts';
import type { DeployRequest } from '../../../src/release/requests.ts';
import type { Rehearsal } from '../rehearsal.ts';
import type { SceneCommands } from './commands-of-scene.ts';
import type { Played } from './played.ts';

/** One command in one situation, with a configuration. */
export interface Scene {
  readonly command: PolicyCommand;
  readonly name: string;
  /** Its exit code where nothing is refused. */
  readonly exit: number;
  /** Everything up to where its permissions begin to matter. */
  readonly begin: () => Promise<BegunScene>;
}

export interface BegunScene extends Stage {
  readonly play: () => Promise<Played>;
}

/** A service with its configuration, before any command. */
export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly commands: SceneCommands;
  /** What the configuration says of a release. */
  readonly release?: Partial<DeployRequest>;
  /** Where it builds: a repository. */
  readonly builds?: string;
}

interface Script {
  readonly command: PolicyCommand;
  readonly name: string;
  readonly exit?: number;
  /** What has happened to the service before, by somebody with all permissions. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  readonly play: (stage: Stage) => Promise<Played>;
}

/** Scenes of one service and configuration. */
export function scenesOn(what: string, build: () => Promise<Stage>, scripts: readonly Script[]): Scene[] {
  return scripts.map(({ command, name, exit = 0, before, play }) => ({
    command,
    name: name === '' ? what : `${what}, ${name}`,
    exit,
    async begin() {
      const stage = await build();
      await before?.(stage);
      return { ...stage, play: () => play(stage) };
    },
  }));
}
