import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { approve, type ApproveRequest } from '../../src/release/approvals/approve.ts';
import { findPause } from '../../src/release/approvals/find-pause.ts';
import type { GateRequest } from '../../src/release/requests.ts';
import { imageOf, Rehearsal, ref } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';

interface Release {
  readonly gates: GateRequest;
  readonly bakeTimeInMinutes: number;
}

const approval = { moment: 'before-traffic', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' } as const;

/** A release by BLUE_GREEN that a run has left at its pause, before any traffic. */
async function paused({ bakeTimeInMinutes = 1, ...gates }: Partial<Release> = {}): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin({
    twoGroups: {},
    service: { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } },
  });
  scripted(rehearsal, [0]);
  const waiting = await rehearsal.deploy({
    ...gates,
    settings: { bakeTimeInMinutes, approvals: [approval] },
  });
  expect(waiting.outcome).toMatchObject({
    kind: 'waiting-for-approval',
    approval: { stage: 'POST_SCALE_UP' },
  });
  return rehearsal;
}

/** Approves it as another job does, and follows it to its end. */
async function approveAndWait(
  rehearsal: Rehearsal,
  more: Pick<ApproveRequest, 'gates' | 'follow'>,
): Promise<ReleaseResult> {
  const context = rehearsal.context();
  return await approve(context, {
    question: await findPause(context, { service: ref }),
    follow: { waitForApproval: true },
    timeoutMilliseconds: minutes(30),
    rollback: 'automatic',
    rollbackOnTimeout: false,
    onInterrupt: 'detach',
    ...more,
  });
}

async function succeeded(rehearsal: Rehearsal, revision: string): Promise<boolean> {
  const { tags } = await rehearsal.ecs.describeTaskDefinition({
    taskDefinition: revision,
    include: ['TAGS'],
  });
  return tags?.some(({ key }) => key === 'ecsdeploy:succeeded') ?? false;
}

describe('Whoever approves a release and follows it', () => {
  const after: Gate = commandGate({ at: ['after'] });

  it.each([
    ['good', 0, imageOf(2)],
    ['bad', 20, imageOf(1)],
  ] as const)('measures what is configured after its end: %s', async (found, exit, serves) => {
    const rehearsal = await paused();
    const programs = scripted(rehearsal, [found === 'good' ? 0 : 1]);

    const result = await approveAndWait(rehearsal, measuring([after], minutes(5)));

    expect(exitCodeOf(result.outcome)).toBe(exit);
    expect(programs.times()).toBeGreaterThan(0);
    expect((await rehearsal.serving()).images).toEqual([serves]);
    expect(await succeeded(rehearsal, 'web:2')).toBe(found === 'good');
    expect(result.action).toBe('approve');
  });

  it('is not told that the way back has failed, where a pause of somebody else holds it', async () => {
    const rehearsal = await Rehearsal.begin({ twoGroups: {} });
    await rehearsal.ecs.updateService({
      ...ref,
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 1,
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }],
      },
    });
    await rehearsal.deploy();
    scripted(rehearsal, [1]);

    const result = await approveAndWait(rehearsal, measuring([after], minutes(5)));

    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-unseen', because: { kind: 'gate' } });
    expect(result.next).toContain('ecsdeploy status --cluster prod --service web');
  });

  it('lets the stages go on that are held for a gate, once it has passed', async () => {
    const holding = measuring([commandGate({ hold: { timeoutInMinutes: 10 } })]);
    const rehearsal = await paused(holding);
    scripted(rehearsal, [0]);

    const result = await approveAndWait(rehearsal, holding);

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.gates).toMatchObject([{ gate: 'smoke', verdict: { kind: 'pass' } }]);
  });

  it('gives it the time that the stages to come take by themselves, as the release itself does', async () => {
    const rehearsal = await paused({ bakeTimeInMinutes: 60 });

    const result = await approveAndWait(rehearsal, measuring([]));

    expect(result.outcome.kind).toBe('succeeded');
  });

  it('hears of a place that cannot be reached before anything is answered', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ settings: { approvals: [approval] } });

    const asked = approveAndWait(rehearsal, {
      follow: { until: { kind: 'traffic-shifted' }, waitForApproval: false },
    });

    await expect(asked).rejects.toThrow('--until traffic-shifted cannot be reached');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });
});
