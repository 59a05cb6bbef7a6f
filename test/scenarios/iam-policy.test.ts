import { describe, expect, it } from '@jest/globals';
import { policyCommands, type LeastPolicy, type PolicyDocument } from '../../src/model/iam-policy.ts';
import { leastPolicy } from '../../src/release/iam-policy/least-policy.ts';
import { permissionRules } from '../../src/release/iam-policy/permissions.ts';
import { scenes, type BegunScene, type Scene } from './iam/scenes.ts';
import type { Played } from './iam/played.ts';
import { ref, type Rehearsal } from './rehearsal.ts';

async function policyOf({ rehearsal, release, builds, commands }: BegunScene): Promise<LeastPolicy> {
  return await leastPolicy(rehearsal.context(), {
    service: ref,
    base: { kind: 'live' },
    settings: release.settings ?? {},
    codeDeploy: release.codeDeploy,
    gates: release.gates?.gates ?? [],
    suspendsScaling: release.suspendScaling ?? false,
    builds,
    commands,
  });
}

/** Requests of the commands that were refused for want of a permission. */
function refusedIn({ sandbox }: Rehearsal): string[] {
  const calls = [...sandbox.control.calls.recent(), ...sandbox.control.registryCalls.recent()];
  return calls
    .filter(({ error = '' }) => error.startsWith('AccessDenied') || error === 'DENIED')
    .map(({ operation }) => operation);
}

function without(action: string, { Version, Statement }: PolicyDocument): PolicyDocument {
  return {
    Version,
    Statement: Statement.flatMap((statement) => {
      const left = statement.Action.filter((one) => one !== action);
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    }),
  };
}

/** Whether some command, the first one that comes to it, says which action it lacks. */
async function isNamed(action: string, playing: AsyncGenerator<Played>): Promise<boolean> {
  for await (const { text } of playing) {
    if (text.includes(action)) return true;
  }
  return false;
}

const actionsOf = ({ permissions }: LeastPolicy): string[] => [
  ...new Set(permissions.map(({ action }) => action)),
];

/** Actions for which a scene has shown that a command misses them. */
const missed = new Set<string>();
const playedCommands = new Set<string>();

/** Once for each scene, whichever test asks first: tests come in any order. */
function once<Result>(run: (scene: Scene) => Promise<Result>): (scene: Scene) => Promise<Result> {
  const known = new Map<Scene, Promise<Result>>();
  return (scene) => {
    const found = known.get(scene) ?? run(scene);
    known.set(scene, found);
    return found;
  };
}

const begun = once(async (scene) => {
  const stage = await scene.begin();
  return { stage, policy: await policyOf(stage) };
});

const played = once(async (scene) => {
  const { policy } = await begun(scene);
  const { rehearsal, look, act } = await scene.begin();
  rehearsal.enforceIam(policy.document);
  const ends: string[] = [];
  for (const playing of [look(), act()]) {
    for await (const { command, exit } of playing) {
      ends.push(`${command} ${exit}`);
      playedCommands.add(command);
    }
  }
  return { ends: ends.join(', '), refused: refusedIn(rehearsal) };
});

/** Takes its actions away one by one, but for those that another scene has missed already. */
const robbed = once(async (scene) => {
  const { stage, policy } = await begun(scene);
  for (const action of actionsOf(policy).filter((one) => !missed.has(one))) {
    stage.rehearsal.enforceIam(without(action, policy.document));
    let isTold = await isNamed(action, stage.look());
    if (!isTold) {
      const fresh = await scene.begin();
      fresh.rehearsal.enforceIam(without(action, policy.document));
      isTold = await isNamed(action, fresh.act());
    }
    if (isTold) missed.add(action);
  }
  return actionsOf(policy);
});

const halfAnHour = 1_800_000;

describe('the least policy', () => {
  it.each(scenes.map((scene): [string, Scene] => [scene.name, scene]))(
    'lets every command run of %s, and AWS refuses nothing',
    async (_, scene) => {
      expect(await played(scene)).toEqual({ ends: scene.ends, refused: [] });
    },
    halfAnHour,
  );

  it(
    'has no action that a command does not miss, and name, without it',
    async () => {
      for (const scene of scenes) await robbed(scene);
      const known = new Set(permissionRules.map(({ action }) => action));

      expect([...known].filter((action) => !missed.has(action))).toEqual([]);
    },
    halfAnHour,
  );

  it(
    'is shown with every command',
    async () => {
      for (const scene of scenes) await played(scene);

      expect(policyCommands.filter((command) => !playedCommands.has(command))).toEqual([]);
    },
    halfAnHour,
  );
});
