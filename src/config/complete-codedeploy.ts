import path from 'node:path';
import type { CodeDeploySettings, TrafficRouting } from '../model/codedeploy.ts';
import type { StrategyConflict } from '../model/strategy-conflicts.ts';
import type { Configuration } from './schema.ts';

type Written = Configuration['codedeploy'];

/** `codedeploy` of a service; its AppSpec is a file that is still to be read. */
export interface ResolvedCodeDeploy extends Omit<CodeDeploySettings, 'appSpec'> {
  /** Absolute path. */
  readonly appSpecFile?: string | undefined;
}

/** What says how traffic moves. */
export interface WrittenRouting {
  readonly routing?: TrafficRouting | undefined;
  /** Members of `deployment` that say it: `deployment.strategy`. */
  readonly members: readonly string[];
  /** A flag says it for this run, and comes before the name of a configuration. */
  readonly isOfRun: boolean;
}

export interface CompletedCodeDeploy {
  /** Absent where nothing is written of it. */
  readonly codeDeploy?: ResolvedCodeDeploy | undefined;
  readonly problems: readonly StrategyConflict[];
}

/**
 * What CodeDeploy needs of a configuration. A deployment configuration by name and a strategy both say how traffic moves: that is a
 * contradiction.
 * @param directory of the configuration file
 */
export function completeCodeDeploy(
  written: Written,
  { routing, members, isOfRun }: WrittenRouting,
  directory: string,
): CompletedCodeDeploy {
  const { application, group, config, appspec, hooks } = written ?? {};
  const isTwice = config !== undefined && members.length > 0 && !isOfRun;
  const codeDeploy: ResolvedCodeDeploy = {
    ...(application === undefined ? {} : { application }),
    ...(group === undefined ? {} : { group }),
    ...(config === undefined || isOfRun ? {} : { configuration: config }),
    ...(routing === undefined ? {} : { routing }),
    ...(appspec === undefined ? {} : { appSpecFile: path.resolve(directory, appspec) }),
    ...(hooks === undefined ? {} : { hooks: withoutUndefined(hooks) }),
  };
  return {
    ...(written === undefined && routing === undefined ? {} : { codeDeploy }),
    problems: isTwice ? [twice(config, members)] : [],
  };
}

function twice(config: string, members: readonly string[]): StrategyConflict {
  const message = `names the configuration ${config}, and ${members.join(', ')} ${members.length === 1 ? 'says' : 'say'} how traffic moves too: leave one of them out`;
  return { member: 'codedeploy.config', message };
}

function withoutUndefined(hooks: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(hooks).flatMap(([event, name]) => (name === undefined ? [] : [[event, name]])),
  );
}
