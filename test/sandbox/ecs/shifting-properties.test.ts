import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cloudwatchOperations } from '../../../src/sandbox/cloudwatch/operations/index.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { ShiftingRehearsal, pauseAt, v1, v2, v3 } from './shifting-stage.ts';

/** Something that a person, or fate, does in the middle of a release. */
type Deed =
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'scale'; readonly to: number }
  | { readonly kind: 'kill'; readonly which: number }
  | { readonly kind: 'stop' | 'alarm' | 'release' | 'continue' | 'reject' }
  | { readonly kind: 'break'; readonly image: typeof v1 | typeof v2 | typeof v3 };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
  },
  fc.record({ kind: fc.constant('scale' as const), to: fc.integer({ min: 0, max: 4 }) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const), which: fc.nat(9) }) },
  fc.record({
    kind: fc.constantFrom('stop' as const, 'alarm' as const, 'release' as const, 'reject' as const),
  }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('continue' as const) }) },
  fc.record({ kind: fc.constant('break' as const), image: fc.constantFrom(v2, v3) }),
);

const configuration = fc.record({
  strategy: fc.constantFrom('BLUE_GREEN' as const, 'LINEAR' as const, 'CANARY' as const),
  bakeTimeInMinutes: fc.integer({ min: 0, max: 3 }),
  linearConfiguration: fc.record({
    stepPercent: fc.integer({ min: 30, max: 1000 }).map((tenths) => tenths / 10),
    stepBakeTimeInMinutes: fc.integer({ min: 0, max: 2 }),
  }),
  canaryConfiguration: fc.record({
    canaryPercent: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
    canaryBakeTimeInMinutes: fc.integer({ min: 0, max: 2 }),
  }),
  lifecycleHooks: fc.subarray(
    [
      pauseAt('POST_SCALE_UP', { timeoutInMinutes: 2, action: 'CONTINUE' }),
      pauseAt('PRE_PRODUCTION_TRAFFIC_SHIFT', { timeoutInMinutes: 3 }),
    ],
    { maxLength: 2 },
  ),
});

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    // Refused, as AWS would: what was meant is not there any more.
    if (!(error instanceof Error) || error.name !== 'ServiceError') throw error;
  }
}

function carryOut(rehearsal: ShiftingRehearsal, { kind, ...rest }: Deed): void {
  switch (kind) {
    case 'pass':
      rehearsal.pass((rest as { seconds: number }).seconds);
      return;
    case 'scale':
      rehearsal.update({ desiredCount: (rest as { to: number }).to });
      return;
    case 'kill': {
      const tasks = rehearsal.tasks();
      const victim = tasks[(rest as { which: number }).which % Math.max(1, tasks.length)];
      if (victim === undefined) return;
      rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: victim.taskArn });
      return;
    }
    case 'stop':
      attempt(() => rehearsal.stop());
      return;
    case 'alarm':
      for (const StateValue of ['ALARM', 'OK'] as const) {
        rehearsal.call(cloudwatchOperations.SetAlarmState, {
          AlarmName: 'errors',
          StateValue,
          StateReason: 'a person said so',
        });
      }
      return;
    case 'release':
      attempt(() => rehearsal.release(v3));
      return;
    case 'continue':
    case 'reject':
      attempt(() => rehearsal.proceed(kind === 'continue' ? 'CONTINUE' : 'ROLLBACK'));
      return;
    case 'break':
      rehearsal.behave((rest as { image: string }).image, { stoppedReason: 'CannotPullContainerError: no' });
      return;
    default:
      kind satisfies never;
  }
}

/** What has to be so at every moment. */
function judge(rehearsal: ShiftingRehearsal): void {
  const deployment = rehearsal.serviceDeployment;
  const { sourceServiceRevisions: sources = [], targetServiceRevision: target } = deployment;
  for (const which of ['requestedTestTrafficWeight', 'requestedProductionTrafficWeight'] as const) {
    const sum = [target, ...sources].reduce((total, summary) => total + (summary?.[which] ?? 0), 0);
    expect(sum).toBeCloseTo(100, 6);
  }
  for (const weights of [rehearsal.productionWeights, rehearsal.testWeights]) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    expect([100, 1000]).toContain(sum);
  }
}

/** A revision that requests go to is asked for in full. */
function judgeCounts(rehearsal: ShiftingRehearsal): void {
  const deployment = rehearsal.serviceDeployment;
  if (deployment.status !== 'IN_PROGRESS' || deployment.lifecycleStage === 'RECONCILE_SERVICE') return;
  const { sourceServiceRevisions: sources = [], targetServiceRevision: target } = deployment;
  const { currentServiceRevisions = [], desiredCount } = rehearsal.service;
  for (const summary of [target, ...sources]) {
    if ((summary?.requestedProductionTrafficWeight ?? 0) === 0) continue;
    const current = currentServiceRevisions.find(({ arn }) => arn === summary?.arn);
    expect(current?.requestedTaskCount).toBe(desiredCount);
  }
}

describe('whatever happens during a shift', () => {
  it('weights add up, what serves is kept, and every deployment comes to an end', () => {
    fc.assert(
      fc.property(configuration, fc.array(deed, { maxLength: 14 }), (shape, deeds) => {
        const rehearsal = new ShiftingRehearsal({
          ...shape,
          deploymentCircuitBreaker: { enable: true, rollback: true },
          alarms: { alarmNames: ['errors'], enable: true, rollback: true },
        });
        rehearsal.call(cloudwatchOperations.PutMetricAlarm, {
          AlarmName: 'errors',
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 1,
          Threshold: 1,
        });
        rehearsal.release(v2);
        for (const each of deeds) {
          carryOut(rehearsal, each);
          judge(rehearsal);
        }
        // The scheduler sees a new desired count within a second.
        rehearsal.pass(2);
        rehearsal.untilLong(() => {
          judge(rehearsal);
          judgeCounts(rehearsal);
          return rehearsal.serviceDeployment.finishedAt !== undefined;
        });
        rehearsal.pass(600);

        const { status } = rehearsal.serviceDeployment;
        expect(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']).toContain(status);
        // One revision serves, alone and whole, from the target group that its tasks are in.
        expect(rehearsal.service.deployments).toHaveLength(1);
        expect(new Set(rehearsal.images).size).toBeLessThanOrEqual(1);
        const { arn } = rehearsal.service.currentServiceRevisions![0]!;
        const { serviceRevisions } = rehearsal.call(ecsOperations.DescribeServiceRevisions, {
          serviceRevisionArns: [arn!],
        });
        const [resolved] = serviceRevisions![0]!.resolvedConfiguration!.loadBalancers!;
        const isBlue = resolved!.targetGroupArn === rehearsal.groups!.blue;
        expect(rehearsal.productionWeights.indexOf(0)).toBe(isBlue ? 1 : 0);
      }),
      { numRuns: 25 },
    );
  });
});
