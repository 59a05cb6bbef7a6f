import { beforeAll, describe, expect, it } from '@jest/globals';
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

/** Without it nothing is found, and a configuration is created instead: nobody is told. */
const missedInSilence = new Set(['codedeploy:ListDeploymentConfigs']);

/** Actions for which a scene has shown that a command misses them. */
const missed = new Set<string>();
const playedCommands = new Set<string>();

describe.each(scenes.map((scene): [string, Scene] => [scene.name, scene]))('%s', (_, scene) => {
  let stage: BegunScene;
  let policy: LeastPolicy;
  beforeAll(async () => {
    stage = await scene.begin();
    policy = await policyOf(stage);
  });

  it('every command runs with the least policy, and AWS refuses nothing', async () => {
    const { rehearsal, look, act } = await scene.begin();
    rehearsal.enforceIam(policy.document);
    const ends: string[] = [];

    for (const playing of [look(), act()]) {
      for await (const { command, exit } of playing) {
        ends.push(`${command} ${exit}`);
        playedCommands.add(command);
      }
    }

    expect(refusedIn(rehearsal)).toEqual([]);
    expect(ends.join(', ')).toBe(scene.ends);
  });

  it('says of the actions that it lacks which they are', async () => {
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

    // What it uses by the way only, another scene uses in earnest: the scenes together show that nothing is left out.
    expect(actionsOf(policy).some((action) => missed.has(action))).toBe(true);
  }, 600_000);
});

describe('the scenes together', () => {
  it('show of every permission that there is that a command misses it', () => {
    const known = new Set(permissionRules.map(({ action }) => action));

    expect([...known].filter((action) => !missed.has(action) && !missedInSilence.has(action))).toEqual([]);
  });

  it('play every command', () => {
    expect(policyCommands.filter((command) => !playedCommands.has(command))).toEqual([]);
  });
});
