import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { strategies, type Strategy } from '../../src/model/lifecycle.ts';
import { mortal, type Death } from './mortal.ts';
import { ref, type Rehearsal } from './rehearsal.ts';
import { beginWith, whatIsLeft } from './strategy-stage.ts';

/** One run is killed; the same command is run again half a minute later. */
async function killedAndRunAgain(
  strategy: Strategy,
  diesAt: (rehearsal: Rehearsal) => (operation: string, call: number) => Death,
) {
  const rehearsal = await beginWith(strategy);
  const process = mortal(rehearsal, diesAt(rehearsal));
  const first = rehearsal.deploy({}, process.context).then(() => 'ended' as const);
  const how = await Promise.race([first, process.died.then(() => 'killed' as const)]);
  await rehearsal.sandbox.clock.sleep(seconds(30));
  const again = await rehearsal.deploy();
  return { rehearsal, how, again, left: await whatIsLeft(rehearsal) };
}

function leftOf(strategy: Strategy) {
  return {
    status: 'SUCCESSFUL',
    traffic: strategy === 'ROLLING' ? undefined : { 'web:2': 100 },
    running: { 'web:2': 2 },
    revision: 'web:2',
    notes: [],
  };
}

describe.each(strategies)('a %s release that is killed, and run again', (strategy) => {
  const early = Array.from({ length: 14 }, (_, index) => index + 1);

  it.each(strategy === 'CANARY' ? early : [early.length])(
    'before its call %i ends as if nothing had happened',
    async (last) => {
      const { rehearsal, how, again, left } = await killedAndRunAgain(
        strategy,
        () => (_, call) => (call === last ? 'before' : undefined),
      );

      expect(how).toBe('killed');
      expect(exitCodeOf(again.outcome)).toBe(0);
      expect(left).toEqual(leftOf(strategy));
      // The deployment that made the service, and ours.
      const { serviceDeployments } = await rehearsal.ecs.listServiceDeployments(ref);
      expect(serviceDeployments).toHaveLength(2);
    },
  );

  it.each(['RegisterTaskDefinition', 'UpdateService'])(
    'when its %s has had its effect does not do that again',
    async (operation) => {
      const { rehearsal, again, left } = await killedAndRunAgain(
        strategy,
        () => (call) => (call === operation ? 'after' : undefined),
      );

      expect(exitCodeOf(again.outcome)).toBe(0);
      expect(left).toEqual(leftOf(strategy));
      // The stage has registered one itself.
      expect(rehearsal.count(operation)).toBe(operation === 'UpdateService' ? 1 : 2);
    },
  );

  it.each(strategy === 'CANARY' ? [1, 2, 3, 4, 5, 6, 7, 8] : [2, 5])(
    'at minute %i after the start is taken over where it stands',
    async (minute) => {
      const { again, left } = await killedAndRunAgain(strategy, (rehearsal) => {
        const startedAt = rehearsal.sandbox.clock.now();
        return () => (rehearsal.sandbox.clock.now() - startedAt >= minutes(minute) ? 'before' : undefined);
      });

      expect(['succeeded', 'nothing-to-do']).toContain(again.outcome.kind);
      expect(left).toEqual(leftOf(strategy));
    },
  );
});
