import { describe, expect, it } from '@jest/globals';
import { phaseOf, type PhaseFacts } from '../../../src/controllers/ecs/phase.ts';

function facts(overrides: Partial<PhaseFacts> = {}): PhaseFacts {
  return {
    status: 'in-progress',
    target: { taskDefinition: 'web:2', requested: 2, running: 0, pending: 2 },
    oldRunning: 2,
    oldRunningAtMost: 2,
    isBakeExpected: false,
    ...overrides,
  };
}
const all = { taskDefinition: 'web:2', requested: 2, running: 2, pending: 0 };

describe('phaseOf', () => {
  it.each([
    ['starting-tasks', facts()],
    ['waiting-for-health', facts({ target: all })],
    ['draining-old-tasks', facts({ target: all, oldRunning: 1 })],
    ['draining-old-tasks', facts({ target: all, oldRunning: 0 })],
    ['baking', facts({ target: all, oldRunning: 0, isBakeExpected: true })],
    ['rolling-back', facts({ status: 'rolling-back' })],
    ['rolling-back', facts({ status: 'rollback-requested' })],
    ['stopping', facts({ status: 'stopping' })],
    ['requested', facts({ status: 'pending' })],
    ['ended', facts({ status: 'successful' })],
    ['starting-tasks', facts({ status: 'unknown' })],
  ] as const)('is %s', (phase, given) => {
    expect(phaseOf(given)).toBe(phase);
  });
});

describe('phaseOf a deployment that shifts traffic', () => {
  const at = (stage: string | undefined, production = 0): Partial<PhaseFacts> => ({
    shift: { strategy: 'CANARY', stage, production, test: 0 },
  });
  const bake = { kind: 'step', endsAt: 1 } as const;
  const hook = { hookId: 'ecs-pause-1', target: 'pause', status: 'awaiting-action' } as const;

  it.each([
    ['requested', facts(at(undefined))],
    ['requested', facts(at('PRE_SCALE_UP'))],
    ['starting-tasks', facts(at('SCALE_UP'))],
    ['waiting-for-health', facts({ ...at('SCALE_UP'), target: all })],
    ['shifting-traffic', facts(at('POST_TEST_TRAFFIC_SHIFT'))],
    ['shifting-traffic', facts(at('PRODUCTION_TRAFFIC_SHIFT', 10))],
    [
      'baking',
      facts({
        shift: { strategy: 'CANARY', stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 10, test: 0, bake },
      }),
    ],
    ['baking', facts(at('BAKE_TIME', 100))],
    ['draining-old-tasks', facts(at('CLEAN_UP', 100))],
    ['shifting-traffic', facts(at('POLISH', 50))],
    ['starting-tasks', facts(at('POLISH'))],
    ['waiting-for-approval', facts({ ...at('POST_SCALE_UP'), hooks: [hook] })],
    ['waiting-for-approval', facts({ hooks: [hook] })],
    [
      'waiting-for-hooks',
      facts({ ...at('POST_SCALE_UP'), hooks: [{ ...hook, target: 'lambda', status: 'in-progress' }] }),
    ],
    ['rolling-back', facts({ ...at('PRODUCTION_TRAFFIC_SHIFT', 50), status: 'rolling-back', hooks: [hook] })],
  ] as const)('is %s', (phase, given) => {
    expect(phaseOf(given)).toBe(phase);
  });
});
