import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import { strategies, type Strategy } from '../../src/model/lifecycle.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { approve } from '../../src/release/approvals/approve.ts';
import { findPause } from '../../src/release/approvals/find-pause.ts';
import { reject } from '../../src/release/approvals/reject.ts';
import { imageOf, ref, webTaskDefinition, type Rehearsal } from './rehearsal.ts';
import {
  beforeTraffic,
  beginWith,
  isBaking,
  isPaused,
  isUnderWay,
  whatIsLeft,
  when,
} from './strategy-stage.ts';
import { setAlarm } from './web-alarm.ts';

const notFound =
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:2: registry.example/web:2: not found';
const neverHealthy = { http: { status: 503, errorRate: 0, latency: 5 } };
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:check';
const lambdaHook = {
  targetType: 'AWS_LAMBDA' as const,
  hookTargetArn: functionArn,
  roleArn: 'arn:aws:iam::123456789012:role/hooks',
  lifecycleStages: ['POST_SCALE_UP' as const],
  timeoutConfiguration: { timeoutInMinutes: 5, action: 'ROLLBACK' as const },
};

const shifting = strategies.filter((strategy) => strategy !== 'ROLLING');

/** What serves when the old revision does: nothing of the other is left to run, and nothing is left to be done. */
const onlyOld = (strategy: Strategy, count = 2) => ({
  traffic: strategy === 'ROLLING' ? undefined : { 'web:1': 100 },
  running: { 'web:1': count },
  revision: 'web:1',
  notes: [],
});
const onlyNew = (strategy: Strategy, count = 2) => ({
  traffic: strategy === 'ROLLING' ? undefined : { 'web:2': 100 },
  running: { 'web:2': count },
  revision: 'web:2',
  notes: [],
});

async function exitOf(release: Promise<ReleaseResult>): Promise<number> {
  return await release.then(({ outcome }) => exitCodeOf(outcome), exitCodeOfError);
}

const approvals = { settings: { approvals: [beforeTraffic] } } as const;

async function approved(rehearsal: Rehearsal): Promise<ReleaseResult> {
  const context = rehearsal.context();
  const question = await findPause(context, { service: ref });
  return await approve(context, {
    question,
    follow: { waitForApproval: false },
    onInterrupt: 'detach',
    rollback: 'automatic',
    rollbackOnTimeout: false,
    timeoutMilliseconds: minutes(30),
  });
}

describe.each(strategies)('a %s release', (strategy) => {
  it('that goes well is verified, and serves alone', async () => {
    const rehearsal = await beginWith(strategy);

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', tasks: 2 } });
    expect(result).toMatchObject({ final: true, changed: 'released' });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'SUCCESSFUL', ...onlyNew(strategy) });
  });

  it('that is never healthy goes back when its time is up, without having had a request', async () => {
    const rehearsal = await beginWith(strategy, { breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverHealthy);

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(10), rollbackOnTimeout: true });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy', to: 'web:1' });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('whose tasks cannot start is taken back by the circuit breaker, and the cause is named', async () => {
    const rehearsal = await beginWith(strategy);
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws', to: 'web:1' });
    expect(result.diagnosis?.findings[0]).toMatchObject({ id: 'image.not-found' });
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('goes back when an alarm fires while the new revision gets its first requests', async () => {
    const rehearsal = await beginWith(strategy);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isUnderWay, () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: { kind: 'aws', text: expect.stringMatching(/web-5xx/) },
    });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('goes back when an alarm fires in the bake', async () => {
    const rehearsal = await beginWith(strategy);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isBaking, () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws', to: 'web:1' });
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('goes back when a hook says that it failed, in the words of AWS', async () => {
    const rehearsal = await beginWith(strategy, { configuration: { lifecycleHooks: [lambdaHook] } });
    rehearsal.sandbox.control.hook(functionArn, [{ kind: 'answer', hookStatus: 'FAILED' }]);

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: {
        text: `Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target ${functionArn} returned FAILED status.`,
      },
    });
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('goes back when a hook stays silent until its time is up', async () => {
    const rehearsal = await beginWith(strategy, { configuration: { lifecycleHooks: [lambdaHook] } });
    rehearsal.sandbox.control.hook(functionArn, [{ kind: 'silent' }]);

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws', to: 'web:1' });
    expect(result.endedAt - result.startedAt).toBeGreaterThan(minutes(5));
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('waits at AWS for an approval, and goes on when it is given', async () => {
    const rehearsal = await beginWith(strategy);

    const waiting = await rehearsal.deploy(approvals);
    expect(waiting.outcome).toMatchObject({
      kind: 'waiting-for-approval',
      asAsked: false,
      approval: { stage: 'POST_SCALE_UP', timeoutAction: 'ROLLBACK' },
    });
    expect(waiting.final).toBe(false);
    expect(exitCodeOf(waiting.outcome)).toBe(31);
    expect(waiting.next[0]).toMatch(/^ecsdeploy approve .*--expect \S+\/ecs-pause-/);
    await rehearsal.sandbox.clock.sleep(minutes(20));
    const result = await approved(rehearsal);

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'SUCCESSFUL', ...onlyNew(strategy) });
  });

  it('goes back when it is rejected', async () => {
    const rehearsal = await beginWith(strategy);
    await rehearsal.deploy(approvals);

    const context = rehearsal.context();
    const question = await findPause(context, { service: ref });
    const result = await reject(context, { question, reason: 'the graphs look bad', wait: true });

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('goes back when nobody answers in time, and an answer that comes late is refused', async () => {
    const rehearsal = await beginWith(strategy);
    const waiting = await rehearsal.deploy(approvals);
    await rehearsal.sandbox.clock.sleep(minutes(45));

    const late = await exitOf(approved(rehearsal));
    const result = await rehearsal.resume({ deployment: waiting.deployment?.deploymentId });

    expect(late).toBe(10);
    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: { text: 'Service deployment rolled back because POST_SCALE_UP pause hook timed out.' },
    });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });

  it('that is watched while it waits ends as the person decides', async () => {
    const rehearsal = await beginWith(strategy);

    const [result, other] = await Promise.all([
      rehearsal.deploy({ ...approvals, waitForApproval: true, timeoutMilliseconds: minutes(15) }),
      when(rehearsal, isPaused, async () => {
        // Longer than the time-out of the release: waiting for a person does not count.
        await rehearsal.sandbox.clock.sleep(minutes(25));
        return await approved(rehearsal);
      }),
    ]);

    expect([result.outcome.kind, other.outcome.kind]).toEqual(['succeeded', 'succeeded']);
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'SUCCESSFUL', ...onlyNew(strategy) });
  });

  it('that another deployment takes over says so', async () => {
    const rehearsal = await beginWith(strategy);
    await rehearsal.ecs.registerTaskDefinition(
      webTaskDefinition({ containerDefinitions: [container(imageOf(3))] }),
    );

    const [result] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isUnderWay, () =>
        rehearsal.ecs.updateService({ cluster: ref.cluster, service: ref.service, taskDefinition: 'web:2' }),
      ),
    ]);
    await rehearsal.steady();

    expect(result.outcome.kind).toBe('superseded');
    expect(exitCodeOf(result.outcome)).toBe(23);
    expect(await whatIsLeft(rehearsal)).toMatchObject({
      status: 'SUCCESSFUL',
      running: { 'web:2': 2 },
      revision: 'web:2',
    });
  });

  it('that is scaled under way ends with the new number of tasks', async () => {
    const rehearsal = await beginWith(strategy);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isUnderWay, () =>
        rehearsal.ecs.updateService({ cluster: ref.cluster, service: ref.service, desiredCount: 4 }),
      ),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'SUCCESSFUL', ...onlyNew(strategy, 4) });
  });

  it('is taken back by a person while it is under way: who follows it says that it was somebody else', async () => {
    const rehearsal = await beginWith(strategy);
    const [result, back] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isUnderWay, () => rehearsal.rollBack()),
    ]);
    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone' });
    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(await whatIsLeft(rehearsal)).toEqual({ status: 'ROLLBACK_SUCCESSFUL', ...onlyOld(strategy) });
  });
});

describe.each(shifting)('a %s release', (strategy) => {
  it('goes back when somebody sends the requests elsewhere meanwhile, and does not say that the old one serves', async () => {
    const rehearsal = await beginWith(strategy);
    const { TargetGroups } = await rehearsal.elbv2.createTargetGroup({
      Name: 'stranger',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
    });
    const stranger = TargetGroups?.[0]?.TargetGroupArn ?? '';

    const [result] = await Promise.all([
      rehearsal.deploy(),
      when(
        rehearsal,
        ({ lifecycleStage }) => lifecycleStage === 'SCALE_UP',
        () =>
          rehearsal.elbv2.modifyListener({
            ListenerArn: rehearsal.groups.productionListener,
            DefaultActions: [{ Type: 'forward', TargetGroupArn: stranger }],
          }),
      ),
    ]);

    expect(exitCodeOf(result.outcome)).toBeGreaterThanOrEqual(20);
    expect(result.outcome.kind).not.toBe('failed-rolled-back');
    expect(JSON.stringify(result.outcome)).toMatch(/unexpected target group|weights-differ/);
  });

  it('is left when all traffic is on the new revision, where that is asked for', async () => {
    const rehearsal = await beginWith(strategy);

    const result = await rehearsal.deploy({ until: { kind: 'traffic-shifted' } });

    expect(result.outcome).toMatchObject({ kind: 'reached' });
    expect(result.final).toBe(false);
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });
    expect((await rehearsal.newestDeployment()).status).toBe('IN_PROGRESS');
  });

  it('pauses as asked for, which is no failure', async () => {
    const rehearsal = await beginWith(strategy);

    const result = await rehearsal.deploy({ ...approvals, until: { kind: 'paused' } });

    expect(result.outcome).toMatchObject({ kind: 'waiting-for-approval', asAsked: true });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(result.final).toBe(false);
  });
});

function container(image: string) {
  const [first] = webTaskDefinition().containerDefinitions ?? [];
  return { ...first, image };
}
