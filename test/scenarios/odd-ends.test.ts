import { describe, expect, it } from '@jest/globals';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { endServiceDeployment } from '../../src/sandbox/ecs/engine/end-service-deployment.ts';
import { say } from '../../src/sandbox/ecs/engine/service-events.ts';
import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import { anotherRevision } from './another-revision.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';
import { told } from './told.ts';

const neverStarts = { startDelay: minutes(120) };
const status = 'ecsdeploy status --cluster prod --service web';
const rollback = 'ecsdeploy rollback --cluster prod --service web';

describe('a release that somebody supersedes', () => {
  it('names the deployment, its revision, and who registered that', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await anotherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => rehearsal.ecs.updateService({ ...ref, taskDefinition: other })),
    ]);

    const { deploymentId } = await rehearsal.serving();
    expect(told(result)).toEqual({
      exit: 23,
      headline: `prod/web: web:3 was superseded: deployment ${deploymentId} of web:2 (registered by user/sandbox) took its place.`,
      state: 'The other deployment decides which revision serves.',
      next: [`ecsdeploy watch --cluster prod --service web --deployment ${deploymentId}`],
    });
  });

  it('names the commit of the other one, where ecsdeploy released it', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal
        .meanwhile(seconds(20), () => Promise.resolve())
        .then(() =>
          rehearsal.deploy({
            images: [{ image: imageOf(3) }],
            commit: '4f2a9c1d8e7b6a5f',
            ifBusy: 'replace',
          }),
        ),
    ]);

    expect(told(result)).toMatchObject({
      exit: 23,
      headline: expect.stringContaining(
        'of web:3 (commit 4f2a9c1d8e7b, registered by user/sandbox)',
      ) as unknown,
    });
  });

  it('says superseded all the same when nobody may read who it was', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await anotherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), async () => {
        await rehearsal.ecs.updateService({ ...ref, taskDefinition: other });
        rehearsal.sandbox.control.fault({
          operation: 'DescribeTaskDefinition',
          error: 'AccessDeniedException',
        });
      }),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'superseded', because: { taskDefinition: other } });
  });

  it('says that AWS had called it successful, when the other one came right after that', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await anotherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      atStatus(rehearsal, 'SUCCESSFUL', () => rehearsal.ecs.updateService({ ...ref, taskDefinition: other })),
    ]);

    expect(told(result)).toMatchObject({
      exit: 23,
      headline: expect.stringContaining(
        'superseded: AWS called it successful, and then deployment',
      ) as unknown,
    });
  });

  it('says that it had failed, when the circuit breaker had stopped it before', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'only-stops' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    const other = await anotherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy({ rollback: 'off', timeoutMilliseconds: minutes(90) }),
      atStatus(rehearsal, 'STOP_REQUESTED', () =>
        rehearsal.ecs.updateService({ ...ref, taskDefinition: other }),
      ),
    ]);

    // AWS's own judgement, or ours, whichever is seen first: never a plain "superseded".
    expect(
      result.outcome.kind === 'failed-left' ||
        told(result).headline.includes('it had failed (Service deployment stopped because'),
    ).toBe(true);
  });

  it('says that AWS had begun to take it back, and why, when the other one came meanwhile', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
    const other = await anotherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      atStatus(rehearsal, 'ROLLBACK_IN_PROGRESS', async () => {
        await rehearsal.sandbox.clock.sleep(seconds(3));
        await rehearsal.ecs.updateService({ ...ref, taskDefinition: other });
      }),
    ]);

    expect(told(result)).toMatchObject({
      exit: 23,
      headline: expect.stringMatching(
        /superseded: AWS had begun to take it back \(.*circuit breaker.*\), and then deployment/,
      ) as unknown,
    });
  });
});

describe('a release that somebody stops', () => {
  it('with a rollback: who it was not, and what serves', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), async () => {
        const { arn } = await rehearsal.newestDeployment();
        await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
      }),
    ]);

    expect(told(result)).toEqual({
      exit: 20,
      headline:
        'prod/web: web:2 was taken back: asked for by somebody else, not by this run (Service deployment rolled back due to a user request).',
      state: 'AWS rolled back; web:1 serves.',
      next: [status],
    });
    expect(result.diagnosis).toBeUndefined();
  });

  it('without one: it is left between two revisions', async () => {
    const rehearsal = await Rehearsal.begin();

    // What the stop type ABORT does. The sandbox does not take it, since AWS does not document it.
    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => {
        abort(rehearsal);
        return Promise.resolve();
      }),
    ]);

    expect(told(result)).toEqual({
      exit: 22,
      headline: 'prod/web: the deployment of web:2 was stopped: asked for by somebody else, not by this run.',
      state: 'Not rolled back; the service is left as it is, between web:1 and web:2.',
      next: [status, rollback],
    });
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });
});

describe('a release whose service goes away', () => {
  const gone = {
    exit: 22,
    headline: 'prod/web: the deployment of web:2 ended: the service is deleted.',
    state: 'Nothing of the service is left to serve.',
    next: [],
  };

  it('because it is deleted', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => rehearsal.ecs.deleteService({ ...ref, force: true })),
    ]);

    expect(told(result)).toEqual(gone);
  });

  it('because it is deleted right after AWS called the release successful', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      atStatus(rehearsal, 'SUCCESSFUL', () => rehearsal.ecs.deleteService({ ...ref, force: true })),
    ]);

    expect(told(result)).toEqual(gone);
  });

  it('because it is deleted between two calls of one look, while AWS goes back', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: seconds(58.2), rollbackOnTimeout: true }),
      rehearsal.meanwhile(seconds(60), () => {
        // The service is read as it was; its deployment is asked for when all is over.
        rehearsal.sandbox.control.fault({ operation: 'DescribeServices', delay: seconds(4), count: 1 });
        return Promise.resolve();
      }),
      rehearsal.meanwhile(seconds(62), () => rehearsal.ecs.deleteService({ ...ref, force: true })),
    ]);

    expect(told(result)).toEqual(gone);
  });

  it('together with its cluster', async () => {
    const rehearsal = await Rehearsal.begin();
    // Nobody looks while it happens, and then there is not even a cluster to ask about.
    const isThrottled = { operation: 'DescribeServices', error: 'ThrottlingException' };

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), async () => {
        rehearsal.sandbox.control.fault(isThrottled);
        await deleteCluster(rehearsal);
        rehearsal.sandbox.control.clearFaults();
      }),
    ]);

    expect(told(result)).toEqual(gone);
  });
});

describe('a release whose service is scaled meanwhile', () => {
  const scale = (rehearsal: Rehearsal, desiredCount: number) =>
    rehearsal.ecs.updateService({ ...ref, desiredCount });

  it('to 0: released, and not proven, since no task may ever have come up', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => scale(rehearsal, 0)),
    ]);

    expect((await rehearsal.newestDeployment()).status).toBe('SUCCESSFUL');
    expect(told(result)).toEqual({
      exit: 33,
      headline:
        'prod/web is on web:2, but its health is not proven: the desired count is 0, so there is no task to check.',
      state: 'Released; no task runs now, and the next ones will run web:2, unproven.',
      next: [status, rollback],
    });
  });

  it('to 0, before the first look: the plan knows that tasks were wanted', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'ListServiceDeployments', delay: seconds(5), count: 1 });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(1), () => scale(rehearsal, 0)),
    ]);

    expect(result.outcome).toEqual({ kind: 'inconclusive', because: { kind: 'desired-zero' } });
  });

  it('not at all, and was at 0 before: released, as asked, and nobody says that it serves', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 0 });

    const result = await rehearsal.deploy();

    expect(told(result)).toMatchObject({
      exit: 0,
      headline: 'prod/web is on web:2: the desired count is 0, so there is no task to check.',
      state: 'Released; no task runs now, and the next ones will run web:2.',
    });
  });

  it('to 0 while AWS goes back: nobody says that the old revision serves', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true }),
      rehearsal.meanwhile(minutes(3) + seconds(1), () => scale(rehearsal, 0)),
    ]);

    expect(told(result)).toMatchObject({
      exit: 20,
      state: 'ecsdeploy rolled back to web:1; the desired count is 0, and no task runs.',
    });
  });

  it.each([
    ['up', 2, 5],
    ['down', 4, 1],
  ])('%s: as many tasks are verified as are wanted in the end', async (_, desired, wanted) => {
    const rehearsal = await Rehearsal.begin({ desired });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => scale(rehearsal, wanted)),
    ]);

    expect(told(result)).toMatchObject({
      exit: 0,
      headline: `prod/web runs web:2: ${wanted} running task${wanted === 1 ? '' : 's'} checked.`,
    });
  });

  it('again and again by autoscaling: it neither fails nor calls itself done before AWS does', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 3, loadBalancer: true });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(10), async () => {
        for (const desired of [5, 2, 6, 3, 4]) {
          await scale(rehearsal, desired);
          await rehearsal.sandbox.clock.sleep(seconds(25));
        }
      }),
    ]);

    const { finishedAt = Number.POSITIVE_INFINITY } = await rehearsal.newestDeployment();
    expect(result.endedAt).toBeGreaterThanOrEqual(finishedAt);
    expect(result.outcome.kind).toBe('succeeded');
  });

  it('up to more than can be placed: stops watching when its time is up, and rolls nothing back', async () => {
    const rehearsal = await Rehearsal.begin();
    const unplaced =
      'was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 7a1c has insufficient memory available.';

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(5) }),
      rehearsal.meanwhile(seconds(15), async () => {
        rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
        await scale(rehearsal, 8);
        say(rehearsal.sandbox.world, serviceRecord(rehearsal), unplaced);
      }),
    ]);

    expect(told(result)).toMatchObject({
      exit: 30,
      headline: 'prod/web: stopped watching web:2: not finished after 5 m.',
      state: 'The deployment goes on at AWS, and its end is not known.',
      next: [expect.stringMatching(/^ecsdeploy resume .* --deployment [\w-]{21}$/), rollback],
    });
    expect(result.diagnosis?.findings.map(({ id }) => id)).toContain('capacity.instances');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });
});

describe('a release that can no longer be watched', () => {
  it.each([
    ['ExpiredTokenException', 'the credentials are no longer accepted'],
    ['AccessDeniedException', 'the deployment could not be checked'],
  ])('because of %s: it goes on, and nothing is rolled back', async (error, words) => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);

    const [result] = await Promise.all([
      rehearsal.deploy({ rollbackOnTimeout: true, timeoutMilliseconds: minutes(2) }),
      rehearsal.meanwhile(seconds(60), () => {
        rehearsal.sandbox.control.fault({ operation: '*', error });
        return Promise.resolve();
      }),
    ]);

    expect(told(result)).toMatchObject({
      exit: 30,
      headline: expect.stringContaining(`prod/web: stopped watching web:2: ${words}: `) as unknown,
      state: 'The deployment goes on at AWS, and its end is not known.',
      next: [expect.stringMatching(/^ecsdeploy resume /), rollback],
    });
    expect(result.endedAt - result.startedAt).toBeLessThan(seconds(70));
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('because AWS is out of reach for long, and what it tells then leads back', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(14) });

    const [result] = await Promise.all([
      rehearsal.deploy({ rollbackOnTimeout: true }),
      rehearsal.meanwhile(seconds(20), () => {
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ServiceUnavailable' });
        return Promise.resolve();
      }),
    ]);
    rehearsal.sandbox.control.clearFaults();

    expect(told(result)).toMatchObject({
      exit: 30,
      headline: expect.stringMatching(/stopped watching web:2: AWS could not be reached for 10 m/) as unknown,
    });
    const deployment = result.next[0]?.split('--deployment ')[1];
    expect((await rehearsal.resume({ deployment })).outcome.kind).toBe('succeeded');
  });

  it('because the permission to see the verdict was withdrawn: never a success that nobody saw', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(10), () => {
        rehearsal.sandbox.control.fault({
          operation: 'DescribeServiceDeployments',
          error: 'AccessDeniedException',
        });
        return Promise.resolve();
      }),
    ]);

    expect((await rehearsal.newestDeployment()).status).toBe('SUCCESSFUL');
    expect(told(result)).toMatchObject({
      exit: 30,
      headline: expect.stringContaining('may not ecs:DescribeServiceDeployments') as unknown,
    });
  });
});

describe('a task definition that is deregistered meanwhile', () => {
  it('does not keep its release from succeeding: ECS goes on with what has begun', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () =>
        rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' }),
      ),
    ]);

    expect(told(result)).toMatchObject({ exit: 0, state: 'Released; web:2 serves.' });
  });

  it('keeps its release from starting, when that comes first: in the words of AWS, and nothing is changed', async () => {
    const rehearsal = await Rehearsal.begin();
    const two = await anotherRevision(rehearsal, 2);
    // The last thing that is read before the start.
    rehearsal.sandbox.control.fault({ operation: 'DescribeServices', delay: seconds(3) });

    const [end] = await Promise.allSettled([
      rehearsal.deploy({ base: { kind: 'revision', nameOrArn: two }, images: [] }),
      rehearsal.meanwhile(seconds(5), () => rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: two })),
    ]);

    expect(end.status === 'rejected' && exitCodeOfError(end.reason)).toBe(7);
    expect(end).toMatchObject({
      reason: { message: expect.stringContaining('TaskDefinition is inactive') as unknown },
    });
    expect((await rehearsal.serving()).taskDefinition).toBe('web:1');
  });

  it('does not keep AWS from going back to it', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(5), () =>
        rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:1' }),
      ),
    ]);

    expect(told(result)).toMatchObject({ exit: 20, state: 'AWS rolled back; web:1 serves.' });
  });
});

/** Acts as soon as the newest deployment has come into a status. */
async function atStatus(rehearsal: Rehearsal, wanted: string, act: () => Promise<unknown>): Promise<void> {
  // The service's own first deployment has succeeded already.
  await rehearsal.sandbox.clock.sleep(seconds(5));
  for (let look = 0; look < 50_000; look++) {
    if (serviceRecord(rehearsal).serviceDeployments[0]?.status === wanted) break;
    await rehearsal.sandbox.clock.sleep(100);
  }
  await act();
}

function serviceRecord({ sandbox }: Rehearsal): ServiceRecord {
  const record = sandbox.world.ecs.clusters.get(ref.cluster)?.services.get(ref.service);
  if (record === undefined) throw new TypeError('the service of the rehearsal is there');
  return record;
}

function abort(rehearsal: Rehearsal): void {
  const service = serviceRecord(rehearsal);
  const [newest] = service.serviceDeployments;
  if (newest !== undefined) endServiceDeployment(rehearsal.sandbox.world, service, newest, 'STOPPED');
}

async function deleteCluster({ ecs, sandbox }: Rehearsal): Promise<void> {
  await ecs.deleteService({ ...ref, force: true });
  for (;;) {
    const { taskArns = [] } = await ecs.listTasks({ cluster: ref.cluster });
    if (taskArns.length === 0) break;
    await sandbox.clock.sleep(seconds(1));
  }
  await sandbox.clock.sleep(seconds(30));
  await ecs.deleteCluster({ cluster: ref.cluster });
}
