import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { anotherRevision } from './another-revision.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';
import { told } from './told.ts';

const neverStarts = { startDelay: minutes(120) };

describe('two processes that release something else to one service', () => {
  it('the second one refuses, and says who is in the way and how to see it', async () => {
    const rehearsal = await Rehearsal.begin();

    const [first, second] = await Promise.all([
      rehearsal.deploy(),
      later(rehearsal, () => codeOf(rehearsal.deploy({ images: [{ image: imageOf(3) }] }))),
    ]);

    expect(first.outcome.kind).toBe('succeeded');
    expect(second).toMatchObject({
      exit: 10,
      code: 'refused.busy',
      message: expect.stringContaining(
        `Service "prod/web" is being deployed to web:2 (${first.deployment?.deploymentId ?? ''})`,
      ) as unknown,
      suggestions: [expect.stringContaining('--if-busy wait'), expect.stringContaining('ecsdeploy watch')],
    });
    expect(rehearsal.count('UpdateService')).toBe(1);
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('the second one waits, and then has its turn', async () => {
    const rehearsal = await Rehearsal.begin();

    const [first, second] = await Promise.all([
      rehearsal.deploy(),
      later(rehearsal, () => rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'wait' })),
    ]);

    expect([first, second].map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded']);
    expect((await rehearsal.serving()).images).toEqual([imageOf(3)]);
    expect(second.deployment?.createdAt).toBeGreaterThanOrEqual(
      first.deployment?.endedAt ?? first.endedAt - seconds(5),
    );
  });

  it('the second one waits no longer than its time, and has changed nothing then', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [first, second] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(6) }),
      later(rehearsal, () =>
        codeOf(
          rehearsal.deploy({
            images: [{ image: imageOf(3) }],
            ifBusy: 'wait',
            timeoutMilliseconds: minutes(2),
          }),
        ),
      ),
    ]);

    expect(first.outcome.kind).toBe('unwatched');
    expect(second).toMatchObject({
      exit: 10,
      message: expect.stringContaining('still was after 120 s') as unknown,
    });
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('the second one replaces: the first one ends as superseded, and nobody stops anything', async () => {
    const rehearsal = await Rehearsal.begin();

    const [first, second] = await Promise.all([
      rehearsal.deploy(),
      later(rehearsal, () => rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'replace' })),
    ]);

    expect(told(first)).toMatchObject({
      exit: 23,
      next: [expect.stringContaining(`--deployment ${second.deployment?.deploymentId ?? ''}`)],
    });
    expect(second.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('when both begin at once, one of them releases and the other one is refused or superseded', async () => {
    const rehearsal = await Rehearsal.begin();

    const ends = await Promise.all([
      end(rehearsal.deploy({ rollbackOnTimeout: true })),
      end(rehearsal.deploy({ images: [{ image: imageOf(3) }], rollbackOnTimeout: true })),
    ]);

    expect(ends.filter((exit) => exit === 0)).toHaveLength(1);
    expect(ends.every((exit) => [0, 10, 23].includes(exit))).toBe(true);
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('when both have looked before either starts, the second start supersedes the first, and neither stops the other', async () => {
    const rehearsal = await Rehearsal.begin();
    const [two, three] = [await anotherRevision(rehearsal, 2), await anotherRevision(rehearsal, 3)];
    rehearsal.sandbox.control.calls.clear();
    const start = (nameOrArn: string): Promise<ReleaseResult> =>
      rehearsal.deploy({ base: { kind: 'revision', nameOrArn }, images: [], rollbackOnTimeout: true });

    // The same calls at the same moments: both see a free service until both have asked for theirs.
    const [first, second] = await Promise.all([start(two), start(three)]);

    expect(rehearsal.count('UpdateService')).toBe(2);
    expect(told(first)).toMatchObject({ exit: 23, headline: expect.stringContaining('of web:3') as unknown });
    expect(second.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
    expect((await rehearsal.serving()).images).toEqual([imageOf(3)]);
  });
});

describe('a rollback of somebody else that began since the plan was made', () => {
  // The revision that serves has its old id again then: by that alone nothing would have changed.
  const deployAndStop = async (rehearsal: Rehearsal): Promise<void> => {
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: await anotherRevision(rehearsal) });
    const { arn } = await rehearsal.newestDeployment();
    await rehearsal.sandbox.clock.sleep(seconds(6));
    await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
  };
  const slowly = (rehearsal: Rehearsal, delay: number): void =>
    rehearsal.sandbox.control.fault({ operation: 'RegisterTaskDefinition', delay, count: 1 });

  it('is not cut short: the start is refused, and says what goes on', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    slowly(rehearsal, seconds(10));

    const [end] = await Promise.all([
      codeOf(rehearsal.deploy()),
      rehearsal.meanwhile(seconds(1), () => deployAndStop(rehearsal)),
    ]);

    expect(end).toMatchObject({
      exit: 10,
      code: 'refused.plan_outdated',
      message: expect.stringContaining(
        'another deployment has begun, and is being rolled back to web:1',
      ) as unknown,
    });
    expect(rehearsal.count('UpdateService')).toBe(1);
    await rehearsal.steady();
    expect((await rehearsal.newestDeployment()).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  it('is in nobody’s way when it is over', async () => {
    const rehearsal = await Rehearsal.begin();
    slowly(rehearsal, seconds(19));

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(100, () => deployAndStop(rehearsal)),
    ]);

    expect(result.outcome.kind).toBe('succeeded');
  });
});

describe('two processes that release the same to one service', () => {
  it('follow one deployment, and both tell its end', async () => {
    const rehearsal = await Rehearsal.begin();

    const [first, second] = await Promise.all([
      rehearsal.deploy(),
      later(rehearsal, () => rehearsal.deploy()),
    ]);

    expect([first, second].map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded']);
    expect(second.deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    expect(rehearsal.count('UpdateService')).toBe(1);
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(2);
  });

  it('start one deployment although both begin at once, where the revision is registered', async () => {
    const rehearsal = await Rehearsal.begin();
    const two = await anotherRevision(rehearsal, 2);
    const start = (): Promise<ReleaseResult> =>
      rehearsal.deploy({ base: { kind: 'revision', nameOrArn: two }, images: [] });

    const [first, second] = await Promise.all([start(), start()]);

    expect([first, second].map(({ outcome }) => outcome.kind)).toEqual(['succeeded', 'succeeded']);
    expect(second.deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    const { serviceDeployments } = await rehearsal.ecs.listServiceDeployments(ref);
    expect(serviceDeployments).toHaveLength(2);
  });

  it('serve the wanted image although both begin at once and both register a revision', async () => {
    const rehearsal = await Rehearsal.begin();

    const ends = await Promise.all([end(rehearsal.deploy()), end(rehearsal.deploy())]);

    expect(ends).toContain(0);
    expect(ends.every((exit) => [0, 10, 23].includes(exit))).toBe(true);
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
    const again = await rehearsal.deploy();
    expect(again.outcome.kind).toBe('nothing-to-do');
  });

  it('go back together: one rollback, and each knows that it had asked for it', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    const rules = { timeoutMilliseconds: minutes(3), rollbackOnTimeout: true };

    const [first, second] = await Promise.all([
      rehearsal.deploy(rules),
      rehearsal
        .meanwhile(100, () => Promise.resolve())
        .then(() => rehearsal.resume({ ...rules, timeoutMilliseconds: minutes(3) - 100 })),
    ]);

    for (const { outcome } of [first, second])
      expect(outcome).toMatchObject({
        kind: 'failed-rolled-back',
        because: { kind: 'timeout' },
        to: 'web:1',
      });
    expect((await rehearsal.newestDeployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('go back once: who did not ask for it says so, and does not ask again', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [first, second] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true }),
      later(rehearsal, () => rehearsal.resume({ timeoutMilliseconds: minutes(10), rollbackOnTimeout: true })),
    ]);

    expect(first.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy' });
    expect(second.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone', to: 'web:1' });
    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
  });

  it('one goes back while the other one may not: both say that it went back', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [first, second] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true }),
      later(rehearsal, () => rehearsal.deploy({ rollback: 'off' })),
    ]);

    expect([first, second].map(({ outcome }) => exitCodeOf(outcome))).toEqual([20, 20]);
    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
  });
});

describe('the same command again after a kill', () => {
  it('follows the rollback that the first run had asked for, and does not start the release anew', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: seconds(40) });
    await rehearsal.deploy({ onInterrupt: 'rollback' }, rehearsal.interruptAfter(seconds(15)));

    const again = await rehearsal.deploy();

    expect(again.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone', to: 'web:1' });
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('has nothing to do when the first one ended well without it', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(5)));
    await rehearsal.steady();

    const again = await rehearsal.deploy();

    expect(again.outcome.kind).toBe('nothing-to-do');
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('tries anew when AWS has taken the first one back since', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(5)));
    await rehearsal.sandbox.clock.sleep(minutes(20));

    const again = await rehearsal.deploy();

    expect(again.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws' });
    expect(again.deployment?.taskDefinition).toContain('web:2');
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(2);
    expect(rehearsal.count('UpdateService')).toBe(2);
  });

  it('counts what the first run had seen: a release that cannot succeed is not given a second chance', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(2)));
    await rehearsal.sandbox.clock.sleep(minutes(4));

    const again = await rehearsal.deploy();

    expect(again.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy', to: 'web:1' });
    expect(again.endedAt - again.startedAt).toBeLessThan(minutes(2));
  });
});

/** A second process, which begins when the first one has started its deployment. */
async function later<Value>(rehearsal: Rehearsal, act: () => Promise<Value>): Promise<Value> {
  await rehearsal.sandbox.clock.sleep(seconds(15));
  return await act();
}

async function end(release: Promise<ReleaseResult>): Promise<number> {
  return await release.then(({ outcome }) => exitCodeOf(outcome), exitCodeOfError);
}

async function codeOf(
  release: Promise<ReleaseResult>,
): Promise<{ exit: number; code: unknown; message: unknown; suggestions: unknown }> {
  const thrown: unknown = await release.then(
    () => undefined,
    (error: unknown) => error,
  );
  const { code, message, suggestions } = thrown as Record<string, unknown>;
  return { exit: exitCodeOfError(thrown), code, message, suggestions };
}
