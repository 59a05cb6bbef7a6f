import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../src/model/deployment.ts';
import { describeProgress } from '../../../src/output/describe-progress.ts';
import { aLook, arn } from './a-release.ts';
import { aFunctionHook, aPause, aShift, time } from './a-shift.ts';

const counts = (revision: number, running: number, requested = 4): Snapshot['target'] => ({
  taskDefinition: arn(revision),
  requested,
  running,
  pending: 0,
});
const alarms = { status: 'watching', names: ['web-5xx', 'web-slow'], triggered: [] } as const;

const table: [Partial<Snapshot>, string][] = [
  [{ phase: 'requested' }, 'waiting for ECS to begin'],
  [
    { phase: 'starting-tasks', target: counts(7, 1), sources: [counts(6, 4)] },
    '1 of 4 new tasks runs, 4 old run',
  ],
  [
    { phase: 'starting-tasks', target: counts(7, 0), sources: [], failedTasks: 2 },
    '0 of 4 new tasks run, 2 failed tasks (circuit breaker at 3)',
  ],
  [
    { phase: 'waiting-for-health', target: counts(7, 4), sources: [counts(6, 1)] },
    'waiting for health checks: 4 of 4 new tasks run, 1 old runs',
  ],
  [
    { phase: 'draining-old-tasks', target: counts(7, 3), sources: [counts(6, 1), counts(5, 0)] },
    '3 of 4 new tasks run, 1 old drains',
  ],
  [
    { phase: 'baking', target: counts(7, 4), sources: [], alarms },
    'bake time: 4 of 4 new tasks run, watching web-5xx, web-slow',
  ],
  [
    { phase: 'rolling-back', target: counts(7, 1), sources: [counts(6, 3)] },
    'rolling back: 3 old tasks run, 1 new still runs',
  ],
  [
    {
      phase: 'shifting-traffic',
      shift: aShift({ production: 10, bake: { kind: 'step', endsAt: time(60) } }),
    },
    'new 10 %, step bake',
  ],
  [{ phase: 'shifting-traffic', shift: aShift({ production: 12.5 }) }, 'new 12.5 %, shifting traffic'],
  [{ phase: 'shifting-traffic', shift: aShift({ production: 100 }) }, 'new 100 %, all traffic is shifted'],
  [
    { phase: 'shifting-traffic', shift: aShift({ stage: 'TEST_TRAFFIC_SHIFT', test: 100 }) },
    'new 0 %, shifting test traffic',
  ],
  [
    {
      phase: 'baking',
      shift: aShift({ production: 100, bake: { kind: 'final', endsAt: time(60) } }),
      failedTasks: 1,
    },
    'new 100 %, bake time, 1 failed task (circuit breaker at 3)',
  ],
  [
    { phase: 'waiting-for-approval', shift: aShift({ stage: 'POST_SCALE_UP' }), hooks: [aPause()] },
    'new 0 %, waiting for approval before traffic (POST_SCALE_UP)',
  ],
  [
    {
      phase: 'waiting-for-hooks',
      shift: aShift(),
      hooks: [aFunctionHook(), aPause({ status: 'succeeded' })],
    },
    'new 0 %, waiting for hook check-orders',
  ],
  [
    {
      phase: 'rolling-back',
      target: counts(7, 4),
      sources: [counts(6, 4)],
      shift: aShift({ production: 10 }),
    },
    'rolling back: new 10 %, 4 old tasks run, 4 new still run',
  ],
  [{ phase: 'stopping' }, 'stopping'],
  [{ phase: 'ended', status: 'rollback-failed' }, 'ended: rollback failed'],
];

describe('the progress of one of several releases', () => {
  it.each(table)('tells %j in a few words', (changes, words) => {
    expect(describeProgress(aLook({ desired: 4, ...changes }))).toBe(words);
  });
});
