import type { DeploymentConfiguration, DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import { parsePauseName, pauseName } from '../../src/model/pause-name.ts';
import type { PendingApproval } from '../../src/model/lifecycle.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { nameFromArn } from '../../src/model/service-ref.ts';
import { abort } from '../../src/release/abort.ts';
import { approve, type ApproveRequest } from '../../src/release/approvals/approve.ts';
import { findPause } from '../../src/release/approvals/find-pause.ts';
import { reject } from '../../src/release/approvals/reject.ts';
import { mortal } from './mortal.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';

const rules = { rollback: 'automatic', rollbackOnTimeout: false, timeoutMilliseconds: minutes(60) } as const;
const toTheEnd = { waitForApproval: true };

describe('approve', () => {
  it('lets the deployment go on, notes who and why, and leaves it to AWS', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP');

    const result = await answer(rehearsal, { expect: approval, reason: 'graphs look well' });

    expect(result).toMatchObject({
      outcome: { kind: 'approved', approval },
      final: false,
      action: 'approve',
    });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(result.next[0]).toBe(
      `ecsdeploy watch --cluster prod --service web --deployment ${nameFromArn(approval.deployment)}`,
    );
    expect(rehearsal.factsOf('approval.given')).toHaveLength(1);
    expect(await noteOf(rehearsal)).toMatch(
      /^continue POST_SCALE_UP \S+\/ecs-pause-\S+ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S+: graphs look well$/,
    );
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('shows what is decided on: revision, digest, commit, traffic, and what AWS does without an answer', async () => {
    const { rehearsal, approval } = await paused('POST_PRODUCTION_TRAFFIC_SHIFT', { commit: 'abc1234' });

    const question = await findPause(rehearsal.context(), { service: ref });

    expect(question).toMatchObject({
      approval: {
        hookId: approval.hookId,
        stage: 'POST_PRODUCTION_TRAFFIC_SHIFT',
        timeoutAction: 'ROLLBACK',
      },
      deployment: { taskDefinition: expect.stringMatching(/web:2$/) as unknown },
      replaces: [expect.stringMatching(/web:1$/)],
      images: [{ container: 'app', image: imageOf(2) }],
      commit: 'abc1234',
      shift: { strategy: 'BLUE_GREEN', production: 100 },
      others: [],
    });
    expect((question.approval.expiresAt ?? 0) - question.at).toBeGreaterThan(minutes(50));
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });

  it('follows to the verified end where that is asked for, through a later pause that somebody else answers', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP', { also: ['POST_PRODUCTION_TRAFFIC_SHIFT'] });

    const [result] = await Promise.all([
      answer(rehearsal, { follow: toTheEnd }),
      rehearsal.meanwhile(minutes(10), () => answer(rehearsal)),
    ]);

    expect(result).toMatchObject({ outcome: { kind: 'succeeded' }, final: true });
    expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });
  });

  it('ends at the next pause where it is not to wait for that one, and prints how to answer it', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP', {
      also: ['POST_PRODUCTION_TRAFFIC_SHIFT'],
    });

    const result = await answer(rehearsal, {
      follow: { until: { kind: 'succeeded' }, waitForApproval: false },
    });

    expect(exitCodeOf(result.outcome)).toBe(31);
    expect(result.outcome).toMatchObject({ approval: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT' } });
    expect(result.next[0]).toContain('ecsdeploy approve');
    expect(result.next[0]).not.toContain(approval.hookId);
  });

  it('refuses the pause before, once a linear shift waits at the next one, and names that', async () => {
    const { rehearsal, approval } = await paused('PRE_PRODUCTION_TRAFFIC_SHIFT', { strategy: 'LINEAR' });
    await answer(rehearsal, { expect: approval });
    const next = await nextPause(rehearsal, approval);

    const refused = await errorOf(answer(rehearsal, { expect: approval }));

    expect(refused).toMatchObject({
      code: 'refused.release_moved_on',
      suggestions: [
        `What waits now: --expect ${pauseName(next)}`,
        expect.stringContaining('ecsdeploy status'),
      ],
    });
    expect(exitCodeOfError(refused)).toBe(10);
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(1);
  });

  it('answers the pause that a person has seen, though a later one waits when the answer arrives', async () => {
    const { rehearsal, approval } = await paused('PRE_PRODUCTION_TRAFFIC_SHIFT', { strategy: 'LINEAR' });
    const seen = await findPause(rehearsal.context(), { service: ref });
    await answer(rehearsal);
    const next = await nextPause(rehearsal, approval);

    const refused = await errorOf(approve(rehearsal.context(), { question: seen, ...request }));

    expect(refused.code).toBe('refused.release_moved_on');
    expect((await findPause(rehearsal.context(), { service: ref })).approval.hookId).toBe(next.hookId);
  });

  it('of two people at once, one has approved and the other is told so', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    const question = await findPause(rehearsal.context(), { service: ref });

    const [first, second] = await Promise.all([
      errorOf(approve(rehearsal.context(), { question, ...request })),
      errorOf(approve(rehearsal.context(), { question, ...request })),
    ]);

    const codes = [first, second].map((end) => (end instanceof EcsdeployError ? end.code : 'none')).sort();
    expect(codes).toEqual(['none', 'refused.already_answered']);
  });

  it('twice, one right after the other, says that it was approved already', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP', { also: ['POST_SCALE_UP'] });
    await answer(rehearsal, { expect: approval });

    const again = await errorOf(answer(rehearsal, { expect: approval }));

    expect(again).toMatchObject({
      code: 'refused.already_answered',
      message: expect.stringMatching(/was approved already \(continue POST_SCALE_UP .*\)$/) as unknown,
    });
  });

  it('of two pauses at one stage asks which one is meant, and tells the one that still waits', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP', { also: ['POST_SCALE_UP'] });

    const which = await errorOf(answer(rehearsal));
    await answer(rehearsal, { expect: approval });

    expect(which).toMatchObject({ code: 'usage.pause_missing' });
    expect(exitCodeOfError(which)).toBe(2);
    expect(which.suggestions).toContain(`Name one: --expect ${pauseName(approval)}`);
    expect(rehearsal.factsOf('approval.awaited').at(-1)?.approval.hookId).not.toBe(approval.hookId);
    await answer(rehearsal);
    await rehearsal.steady();
  });

  it('comes too late after the time of the pause, and says what AWS did then', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP');
    await rehearsal.sandbox.clock.sleep(minutes(90));

    const late = await errorOf(answer(rehearsal, { expect: approval }));

    expect(late).toMatchObject({
      code: 'refused.pause_expired',
      message: expect.stringContaining(
        'was rolled back ("Service deployment rolled back because POST_SCALE_UP pause hook timed out")',
      ) as unknown,
    });
    expect(exitCodeOfError(late)).toBe(10);
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });

  it('of a pause that expires between the look and the answer says the same', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    const question = await findPause(rehearsal.context(), { service: ref });
    await rehearsal.sandbox.clock.sleep((question.approval.expiresAt ?? 0) - question.at + seconds(5));

    const late = await errorOf(approve(rehearsal.context(), { question, ...request }));

    expect(late.code).toBe('refused.pause_expired');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(1);
  });

  it('refuses a release that another one has superseded, and says which', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP');
    await rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'replace' });

    const refused = await errorOf(answer(rehearsal, { expect: approval }));

    expect(refused.code).toBe('refused.release_moved_on');
    expect(refused.message).toMatch(/web:2.*now the deployment of web:3/);
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });

  it('refuses a deployment that AWS does not know', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');

    const refused = await errorOf(
      findPause(rehearsal.context(), { service: ref, expect: parsePauseName('nowhere/ecs-pause-x') }),
    );

    expect(refused).toMatchObject({
      code: 'refused.release_moved_on',
      message: expect.stringContaining(
        'AWS knows no deployment nowhere of "prod/web"; now the deployment of web:2',
      ) as unknown,
    });
  });

  it('takes the whole ARN of the deployment too', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP');
    const expected = parsePauseName(`${approval.deployment}/${approval.hookId}`);

    const question = await findPause(rehearsal.context(), { service: ref, expect: expected });

    expect(question.approval).toEqual(approval);
  });

  it('says so where nothing is in progress, with how the newest release ended', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();

    const refused = await errorOf(answer(rehearsal));

    expect(refused).toMatchObject({
      code: 'refused.nothing_in_progress',
      message: expect.stringMatching(
        /^No deployment of "prod\/web" is in progress: the deployment of web:2 \(\S+\) has succeeded$/,
      ) as unknown,
    });
  });

  it('says so where a release is in progress and does not wait', async () => {
    const rehearsal = await Rehearsal.begin();

    const [, refused] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.sandbox.clock.sleep(seconds(15)).then(() => errorOf(answer(rehearsal))),
    ]);

    expect(refused.code).toBe('refused.not_paused');
    expect(exitCodeOfError(refused)).toBe(10);
  });

  it('without the permission changes nothing and says who lacks what', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({
      operation: 'ContinueServiceDeployment',
      error: 'AccessDeniedException',
    });

    const denied = await errorOf(answer(rehearsal));

    expect(exitCodeOfError(denied)).toBe(4);
    expect(denied.message).toContain('ecs:ContinueServiceDeployment');
    expect((await findPause(rehearsal.context(), { service: ref })).approval.stage).toBe('POST_SCALE_UP');
  });

  it('without the permission to tag has approved all the same, and warns', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({ operation: 'TagResource', error: 'AccessDeniedException' });

    const result = await answer(rehearsal);

    expect(result.outcome.kind).toBe('approved');
    expect(rehearsal.factsOf('warning').at(-1)?.warning).toMatchObject({
      kind: 'tag-not-written',
      tag: 'ecsdeploy:approval',
    });
  });

  it('cuts a reason that is too long for a tag, and says what was written', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');

    await answer(rehearsal, { reason: `all <fine> ${'x'.repeat(300)}` });

    const note = await noteOf(rehearsal);
    expect(note).toHaveLength(256);
    expect(note).toContain(': all -fine- xxx');
    expect(rehearsal.factsOf('warning').at(-1)?.warning).toMatchObject({
      kind: 'tag-value-altered',
      value: note,
    });
  });

  it('knows that it was heard although the reply was lost, and answers once', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({ operation: 'ContinueServiceDeployment', loseReply: true, count: 1 });

    const result = await answer(rehearsal);

    expect(result.outcome.kind).toBe('approved');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(1);
  });

  it('never approves the next pause of a linear shift with the answer to the one before, whatever is lost', async () => {
    const { rehearsal, approval } = await paused('PRE_PRODUCTION_TRAFFIC_SHIFT', { strategy: 'LINEAR' });
    rehearsal.sandbox.control.fault({ operation: 'ContinueServiceDeployment', loseReply: true, count: 1 });
    rehearsal.sandbox.control.fault({
      operation: 'DescribeServiceDeployments',
      delay: minutes(3),
      error: 'ServerException',
      count: 2,
    });

    await errorOf(answer(rehearsal, { expect: approval }));
    await nextPause(rehearsal, approval);

    expect(rehearsal.count('ContinueServiceDeployment')).toBe(1);
    expect((await rehearsal.weights()).green).toBe(25);
  });

  it('sends it again while the pause waits and no answer comes', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({
      operation: 'ContinueServiceDeployment',
      error: 'ServerException',
      count: 2,
    });

    const result = await answer(rehearsal);

    expect(result.outcome.kind).toBe('approved');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(3);
  });

  it('says that it does not know, where AWS answers neither this nor how it stands', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    const question = await findPause(rehearsal.context(), { service: ref });
    rehearsal.sandbox.control.fault({ operation: 'ContinueServiceDeployment', loseReply: true, count: 1 });
    rehearsal.sandbox.control.fault({
      operation: 'DescribeServiceDeployments',
      error: 'ServerException',
      count: 8,
    });
    const asked = await errorOf(approve(rehearsal.context(), { question, ...request }));

    expect(asked.code).toBe('unknown.approval');
    expect(exitCodeOfError(asked)).toBe(30);
  });

  it('waits out a throttle', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({ operation: '*', error: 'ThrottlingException', rate: 0.4, count: 6 });

    const result = await answer(rehearsal);

    expect(result.outcome.kind).toBe('approved');
  });

  it('with expired credentials changes nothing, and the pause still waits', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({
      operation: 'ContinueServiceDeployment',
      error: 'ExpiredTokenException',
      count: 2,
    });

    const failed = await errorOf(answer(rehearsal));

    expect(exitCodeOfError(failed)).toBe(4);
    expect((await answer(rehearsal)).outcome.kind).toBe('approved');
  });

  it('after a kill between the answer and its note, the same command says that it was approved', async () => {
    const { rehearsal, approval } = await paused('POST_SCALE_UP', { also: ['POST_SCALE_UP'] });
    const process = mortal(rehearsal, (operation) =>
      operation === 'GetCallerIdentity' ? 'before' : undefined,
    );
    const question = await findPause(process.context, { service: ref, expect: named(approval) });
    void approve(process.context, { question, ...request });
    await process.died;

    const again = await errorOf(answer(rehearsal, { expect: approval }));

    expect(again.code).toBe('refused.already_answered');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(1);
  });

  it('interrupted before the answer changes nothing', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    const question = await findPause(rehearsal.context(), { service: ref });
    const interrupt = rehearsal.interruptAfter(0);
    await rehearsal.sandbox.clock.sleep(seconds(1));

    const result = await approve(rehearsal.context(interrupt), { question, ...request });

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: false });
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });

  it('lets a rolling deployment go on that is held before its tasks start', async () => {
    const { rehearsal } = await paused('PRE_SCALE_UP', { strategy: 'ROLLING' });

    const result = await answer(rehearsal, { follow: toTheEnd });

    expect(result.outcome.kind).toBe('succeeded');
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });
});

describe('reject', () => {
  it.each([
    'POST_SCALE_UP',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
  ] as const)('at %s has AWS go back, and verifies what serves', async (stage) => {
    const { rehearsal, approval } = await paused(stage);

    const result = await refuse(rehearsal, { expect: approval, reason: 'error rate' });

    expect(result).toMatchObject({
      action: 'reject',
      outcome: { kind: 'rolled-back-as-asked', to: 'web:1' },
      changed: 'rolled-back',
    });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
    expect(await noteOf(rehearsal)).toMatch(new RegExp(`^rollback ${stage} .*: error rate$`));
  });

  it('leaves the way back to AWS with --no-wait', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');

    const result = await refuse(rehearsal, { wait: false });

    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(result.final).toBe(false);
    expect(result.next.join()).not.toContain('rollback');
    await rehearsal.sandbox.clock.sleep(minutes(5));
    expect((await rehearsal.newestDeployment()).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  it('says that the rollback failed where it does: act now', async () => {
    const { rehearsal } = await paused('POST_PRODUCTION_TRAFFIC_SHIFT');
    await rehearsal.elbv2.deleteListener({ ListenerArn: rehearsal.groups.productionListener });

    const result = await refuse(rehearsal);

    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-failed', because: { kind: 'asked' } });
    expect(exitCodeOf(result.outcome)).toBe(21);
  });

  it('is not proven where nobody sees the end of the way back', async () => {
    const { rehearsal } = await paused('POST_PRODUCTION_TRAFFIC_SHIFT');
    const [result] = await Promise.all([
      refuse(rehearsal),
      rehearsal.meanwhile(seconds(4), async () => {
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException' });
        await Promise.resolve();
      }),
    ]);

    expect(exitCodeOf(result.outcome)).toBe(24);
  });

  it('knows that it was heard although the reply was lost', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({ operation: 'ContinueServiceDeployment', loseReply: true, count: 1 });

    const result = await refuse(rehearsal);

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(1);
  });

  it('after somebody has approved is refused: it never undoes what the other has decided', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    const question = await findPause(rehearsal.context(), { service: ref });
    await answer(rehearsal);

    const refused = await errorOf(reject(rehearsal.context(), { question, wait: true }));

    expect(exitCodeOfError(refused)).toBe(10);
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });
});

describe('abort', () => {
  it.each([
    'PRE_SCALE_UP',
    'POST_SCALE_UP',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
  ] as const)('takes a release back that is paused at %s', async (stage) => {
    const { rehearsal } = await paused(stage);

    const result = await stop(rehearsal);

    expect(result).toMatchObject({ action: 'abort', outcome: { kind: 'rolled-back-as-asked', to: 'web:1' } });
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it.each([20, 60, 150, 300])('takes a canary back that is under way for %d s', async (after) => {
    const rehearsal = await stage('CANARY', []);

    const [deployed, result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.sandbox.clock.sleep(seconds(after)).then(() => stop(rehearsal)),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(deployed.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone' });
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('has nothing to do where nothing is in progress, and starts nothing', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();

    const result = await stop(rehearsal);

    expect(result.outcome).toEqual({ kind: 'nothing-to-do', because: { kind: 'nothing-in-progress' } });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(rehearsal.count('UpdateService')).toBe(1);
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('only plans on a dry run', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');

    const result = await stop(rehearsal, { dryRun: true });

    expect(result).toMatchObject({ outcome: { kind: 'planned' }, plan: { action: 'abort' } });
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('refuses to stop another release than the one that was named', async () => {
    const { rehearsal, deployment } = await paused('POST_SCALE_UP');
    await rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'replace' });

    const refused = await errorOf(stop(rehearsal, { deployment }));

    expect(refused).toMatchObject({
      code: 'refused.release_moved_on',
      suggestions: [expect.stringMatching(/^To stop that one: --deployment [\w-]{21}$/)],
    });
    expect(refused.message).toContain('is being deployed to web:3');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('says what it found of a stop whose reply was lost', async () => {
    const { rehearsal } = await paused('POST_SCALE_UP');
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', loseReply: true, count: 1 });

    const result = await stop(rehearsal);

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
  });

  it('follows a way back that is under way already', async () => {
    const { rehearsal } = await paused('POST_PRODUCTION_TRAFFIC_SHIFT');
    await refuse(rehearsal, { wait: false });
    await rehearsal.sandbox.clock.sleep(seconds(3));

    const result = await stop(rehearsal);

    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
  });
});

const request = { ...rules, onInterrupt: 'detach' } as const;

type Strategy = 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY';

/** A service of that strategy, serving `web:1`; each of the stages is held by a pause of an hour from its next deployment on. */
async function stage(
  strategy: Strategy,
  pausedAt: readonly DeploymentLifecycleHookStage[],
): Promise<Rehearsal> {
  const deploymentConfiguration: DeploymentConfiguration = {
    strategy,
    ...(strategy === 'ROLLING' ? {} : { bakeTimeInMinutes: 2 }),
    ...(strategy === 'LINEAR' ? { linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 1 } } : {}),
    ...(strategy === 'CANARY'
      ? { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 } }
      : {}),
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
  const rehearsal = await Rehearsal.begin({
    ...(strategy === 'ROLLING' ? {} : { twoGroups: {} }),
    service: { deploymentConfiguration },
  });
  const lifecycleHooks = pausedAt.map((one) => ({
    targetType: 'PAUSE' as const,
    lifecycleStages: [one],
    timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' as const },
  }));
  await rehearsal.ecs.updateService({
    ...ref,
    deploymentConfiguration: { ...deploymentConfiguration, lifecycleHooks },
  });
  return rehearsal;
}

/** A release of `web:2` that a run has left at its pause. */
async function paused(
  at: DeploymentLifecycleHookStage,
  {
    strategy = 'BLUE_GREEN',
    also = [],
    commit,
  }: { strategy?: Strategy; also?: readonly DeploymentLifecycleHookStage[]; commit?: string } = {},
): Promise<{ rehearsal: Rehearsal; approval: PendingApproval; deployment: string }> {
  const rehearsal = await stage(strategy, [at, ...also]);
  const waiting = await rehearsal.deploy(commit === undefined ? {} : { commit });
  if (waiting.outcome.kind !== 'waiting-for-approval')
    throw new Error(`it does not wait: ${JSON.stringify(waiting.outcome)}`);
  expect(exitCodeOf(waiting.outcome)).toBe(31);
  return {
    rehearsal,
    approval: waiting.outcome.approval,
    deployment: waiting.deployment?.deploymentId ?? '',
  };
}

interface Said {
  readonly expect?: PendingApproval;
  readonly reason?: string;
}

async function answer(
  rehearsal: Rehearsal,
  { expect: expected, ...rest }: Said & Pick<ApproveRequest, 'follow'> = {},
): Promise<ReleaseResult> {
  const context = rehearsal.context();
  const question = await findPause(context, { service: ref, expect: named(expected) });
  return await approve(context, { question, ...request, ...rest });
}

async function refuse(
  rehearsal: Rehearsal,
  { expect: expected, wait = true, ...rest }: Said & { readonly wait?: boolean } = {},
): Promise<ReleaseResult> {
  const context = rehearsal.context();
  const question = await findPause(context, { service: ref, expect: named(expected) });
  return await reject(context, { question, wait, ...rest });
}

function stop(
  rehearsal: Rehearsal,
  more: { readonly deployment?: string; readonly dryRun?: boolean } = {},
): Promise<ReleaseResult> {
  return abort(rehearsal.context(), { service: ref, dryRun: false, ...more });
}

function named(approval: PendingApproval | undefined) {
  return approval === undefined ? undefined : parsePauseName(pauseName(approval));
}

/** The pause that comes after this one. */
async function nextPause(rehearsal: Rehearsal, before: PendingApproval): Promise<PendingApproval> {
  for (let look = 0; look < 60; look++) {
    await rehearsal.sandbox.clock.sleep(seconds(10));
    const found = await errorOf(findPause(rehearsal.context(), { service: ref }));
    if ('approval' in found && found.approval.hookId !== before.hookId) return found.approval;
  }
  throw new Error('no later pause came');
}

/** What it comes to, or the error that it ends with. */
async function errorOf<Value>(run: Promise<Value>): Promise<Value & EcsdeployError> {
  try {
    return (await run) as Value & EcsdeployError;
  } catch (error) {
    if (error instanceof EcsdeployError) return error as Value & EcsdeployError;
    throw error;
  }
}

async function noteOf({ ecs }: Rehearsal): Promise<string | undefined> {
  const { services } = await ecs.describeServices({
    cluster: ref.cluster,
    services: [ref.service],
    include: ['TAGS'],
  });
  return services?.[0]?.tags?.find(({ key }) => key === 'ecsdeploy:approval')?.value;
}
