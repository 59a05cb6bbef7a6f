import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { abort } from '../../src/release/abort.ts';
import { approve } from '../../src/release/approvals/approve.ts';
import { findPause } from '../../src/release/approvals/find-pause.ts';
import { reject } from '../../src/release/approvals/reject.ts';
import { status } from '../../src/release/status.ts';
import { ref, Rehearsal } from './rehearsal.ts';
import { told } from './told.ts';

const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/prod/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;
const nothingSuspended = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

/** A service under blue/green with a scalable target; a release of it pauses for a person where that is asked for. */
async function begin({ pauses = false } = {}) {
  const rehearsal = await Rehearsal.begin({
    twoGroups: {},
    service: { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 } },
  });
  const autoscaling = new ApplicationAutoScaling({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: rehearsal.sandbox.requestHandler(),
    maxAttempts: 1,
  });
  await autoscaling.registerScalableTarget({ ...target, MinCapacity: 1, MaxCapacity: 4 });
  const settings = pauses
    ? { approvals: [{ moment: 'before-traffic', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' } as const] }
    : {};
  const suspended = async () => {
    const { ScalableTargets } = await autoscaling.describeScalableTargets({ ServiceNamespace: 'ecs' });
    return ScalableTargets?.[0]?.SuspendedState;
  };
  return { rehearsal, settings, suspended };
}

describe('a release that shifts traffic', () => {
  it('shows what may scale the service meanwhile, and suspends nothing that it is not asked to', async () => {
    const { rehearsal } = await begin();

    const { outcome, plan } = await rehearsal.deploy();

    expect(outcome.kind).toBe('succeeded');
    expect(plan?.scaling).toEqual({
      kind: 'target',
      min: 1,
      max: 4,
      suspended: { scaleIn: false, scaleOut: false, scheduled: false },
      suspends: false,
    });
    expect(rehearsal.count('RegisterScalableTarget')).toBe(1);
    expect(rehearsal.calls.filter(({ operation }) => operation.startsWith('application-'))).toHaveLength(1);
  });

  it('does not depend on the answer: denied, it is unknown', async () => {
    const { rehearsal } = await begin();
    rehearsal.sandbox.control.fault({ operation: 'DescribeScalableTargets', error: 'AccessDeniedException' });

    const { outcome, plan } = await rehearsal.deploy();

    expect(outcome.kind).toBe('succeeded');
    expect(plan?.scaling).toEqual({
      kind: 'unknown',
      error: expect.stringContaining('may not application-autoscaling:DescribeScalableTargets') as unknown,
    });
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).not.toContain('evidence-missing');
  });

  it('does not wait long for the answer', async () => {
    const { rehearsal } = await begin();
    rehearsal.sandbox.control.fault({ operation: 'DescribeScalableTargets', hang: true });
    const before = rehearsal.sandbox.clock.now();

    const { plan } = await rehearsal.deploy({ dryRun: true });

    expect(plan?.scaling).toEqual({ kind: 'unknown', error: 'no answer within 3 s' });
    expect(rehearsal.sandbox.clock.now() - before).toBeLessThanOrEqual(seconds(4));
  });

  it('waits for approval with autoscaling suspended', async () => {
    const { rehearsal, settings, suspended } = await begin({ pauses: true });

    const result = await rehearsal.deploy({ suspendScaling: true, settings });

    expect(told(result).exit).toBe(31);
    expect(Object.values((await suspended()) ?? {})).toEqual([true, true, true]);
    expect(rehearsal.factsOf('scaling.kept-suspended')).toHaveLength(1);
  });

  const rules = {
    rollback: 'automatic',
    rollbackOnTimeout: false,
    timeoutMilliseconds: minutes(60),
  } as const;
  const answers = {
    approve: async (rehearsal: Rehearsal) => {
      const question = await findPause(rehearsal.context(), { service: ref });
      const follow = { waitForApproval: true };
      return approve(rehearsal.context(), { ...rules, question, follow, onInterrupt: 'detach' });
    },
    reject: async (rehearsal: Rehearsal) => {
      const question = await findPause(rehearsal.context(), { service: ref });
      return reject(rehearsal.context(), { question, wait: true });
    },
    abort: (rehearsal: Rehearsal) => abort(rehearsal.context(), { service: ref, dryRun: false }),
  };

  it.each(['approve', 'reject', 'abort'] as const)('has it restored by %s', async (answer) => {
    const { rehearsal, settings, suspended } = await begin({ pauses: true });
    await rehearsal.deploy({ suspendScaling: true, settings });

    const result = await answers[answer](rehearsal);

    expect(told(result).exit).toBe(0);
    expect(await suspended()).toEqual(nothingSuspended);
    expect(rehearsal.factsOf('scaling.restored')).toHaveLength(1);
  });

  it('shows in a status what may scale the service, and what was suspended for the release', async () => {
    const { rehearsal, settings } = await begin({ pauses: true });
    const before = await status(rehearsal.context(), { service: ref });
    await rehearsal.deploy({ suspendScaling: true, settings });

    const during = await status(rehearsal.context(), { service: ref });

    const notSuspended = { scaleIn: false, scaleOut: false, scheduled: false };
    expect(before).toMatchObject({ scaling: { min: 1, max: 4, suspended: notSuspended } });
    expect(before.scalingSuspended).toBeUndefined();
    expect(during).toMatchObject({
      scaling: { suspended: { scaleIn: true, scaleOut: true, scheduled: true } },
      scalingSuspended: { before: notSuspended },
    });
  });

  it('stands still while traffic shifts, and may be scaled again after it', async () => {
    const { rehearsal, suspended } = await begin();
    const during: unknown[] = [];

    const [result] = await Promise.all([
      rehearsal.deploy({ suspendScaling: true }),
      rehearsal.meanwhile(seconds(40), async () => during.push(await suspended())),
    ]);

    expect(told(result).exit).toBe(0);
    expect(during).not.toEqual([nothingSuspended]);
    expect(await suspended()).toEqual(nothingSuspended);
  });
});
