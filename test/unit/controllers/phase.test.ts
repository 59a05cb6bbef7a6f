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
