import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { lookInterval } from '../../src/release/follow-policy.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition } from './rehearsal.ts';

const [app] = webTaskDefinition().containerDefinitions ?? [];
const healthCheck = { command: ['CMD-SHELL', 'true'], interval: 5, retries: 2 };
const withContainerCheck = { containerDefinitions: [{ ...app, healthCheck }] };
const statusCalls = new Set(['ecs:DescribeServices', 'ecs:DescribeServiceDeployments']);

describe('following a deployment', () => {
  it("exits within 3 s of AWS's verdict and asks at most 24 times a minute", async () => {
    const rehearsal = await Rehearsal.begin({ desired: 4, loadBalancer: true });

    const result = await rehearsal.deploy();

    const { finishedAt = 0 } = await rehearsal.newestDeployment();
    expect(result.endedAt - finishedAt).toBeLessThanOrEqual(seconds(3));
    expect(busiestMinute(rehearsal)).toBeLessThanOrEqual(24);
  });

  it('keeps the same bounds when it goes wrong', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 4 });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: 500 } });

    const result = await rehearsal.deploy();

    const { finishedAt = 0 } = await rehearsal.newestDeployment();
    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(result.endedAt - finishedAt).toBeLessThanOrEqual(seconds(3));
    expect(busiestMinute(rehearsal)).toBeLessThanOrEqual(24);
  });

  it('keeps them too while it goes back for minutes', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 6, loadBalancer: true, breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(60) });

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true });

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(busiestMinute(rehearsal)).toBeLessThanOrEqual(24);
  });

  it.each(['ThrottlingException', 'ServerException', 'InternalFailure', 'ServiceUnavailable'])(
    'survives %s on a third of all calls',
    async (error) => {
      const rehearsal = await Rehearsal.begin();
      rehearsal.sandbox.control.fault({ operation: '*', error, rate: 0.33 });

      const result = await rehearsal.deploy();

      expect(['succeeded', 'inconclusive']).toContain(result.outcome.kind);
      rehearsal.sandbox.control.clearFaults();
      expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2', images: [imageOf(2)] });
      expect(result.outcome.kind).toBe('succeeded');
    },
  );

  it('asks less often while it is throttled', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(10), () => {
        rehearsal.sandbox.control.fault({
          operation: 'DescribeServices',
          error: 'ThrottlingException',
          count: 4,
        });
        return Promise.resolve();
      }),
    ]);

    const waits = rehearsal.factsOf('look.failed').map(({ retryInMilliseconds }) => retryInMilliseconds);
    expect(waits).toEqual([2, 4, 8, 10].map((ticks) => ticks * lookInterval));
    expect(result.outcome.kind).toBe('succeeded');
  });

  it('registers once when the reply to RegisterTaskDefinition is lost', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'RegisterTaskDefinition', loseReply: true, count: 1 });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
    const { taskDefinitionArns } = await rehearsal.ecs.listTaskDefinitions({ familyPrefix: 'web' });
    expect(taskDefinitionArns).toHaveLength(2);
  });

  it('registers again when the request was lost before its effect', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({
      operation: 'RegisterTaskDefinition',
      error: 'ServerException',
      count: 1,
    });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    const { taskDefinitionArns } = await rehearsal.ecs.listTaskDefinitions({ familyPrefix: 'web' });
    expect(taskDefinitionArns).toHaveLength(2);
  });

  it('repeats a registration that AWS refuses because of another one in the same family', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({
      operation: 'RegisterTaskDefinition',
      error: 'ClientException',
      message: 'Too many concurrent attempts to create a new revision of the specified family.',
      count: 3,
    });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
  });

  it('starts one deployment when the reply to a forced UpdateService is lost', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'UpdateService', loseReply: true, count: 1 });

    const result = await rehearsal.deploy({ images: [], force: true });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('UpdateService')).toBe(1);
    const { serviceDeployments } = await rehearsal.ecs.listServiceDeployments(ref);
    expect(serviceDeployments).toHaveLength(2);
  });

  it('gives a request up that is never answered, and looks what it did', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'UpdateService', hang: true, count: 1 });
    rehearsal.sandbox.control.fault({ operation: 'DescribeServiceDeployments', hang: true, count: 1 });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('stops watching, and never says failed, when the credentials expire for good', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => {
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException' });
        return Promise.resolve();
      }),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'credentials' } });
    expect(result.next[0]).toContain('ecsdeploy resume');
    rehearsal.sandbox.control.clearFaults();
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('reads refreshed credentials and goes on', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => {
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException', count: 1 });
        return Promise.resolve();
      }),
    ]);

    expect(result.outcome.kind).toBe('succeeded');
  });

  it('stops watching after ten minutes in which AWS cannot be asked, without rolling back', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy({ rollbackOnTimeout: true }),
      rehearsal.meanwhile(seconds(20), () => {
        rehearsal.sandbox.control.fault({ operation: 'DescribeServices', error: 'ServiceUnavailable' });
        return Promise.resolve();
      }),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'unreachable' } });
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(15));
  });

  it('never says "not finished" of a deployment that it could not see when its time was up', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: seconds(90) }),
      rehearsal.meanwhile(seconds(20), () => {
        const operation = 'DescribeServiceDeployments';
        rehearsal.sandbox.control.fault({ operation, error: 'ServerException' });
        return Promise.resolve();
      }),
    ]);

    expect((await rehearsal.serving()).rolloutState).toBe('COMPLETED');
    expect(result.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'unverified' } });
  });

  it('does not vouch for success when all tasks that AWS judged have died, and others only start', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 1, breaker: 'off' });
    // Without a check AWS takes a task for healthy after 40 s.
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(58) } });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(50), () => {
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ServerException', count: 3 });
        return Promise.resolve();
      }),
    ]);

    expect((await rehearsal.newestDeployment()).status).toBe('SUCCESSFUL');
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
    expect(result.outcome).toMatchObject({ kind: 'inconclusive', because: { kind: 'tasks-unjudged' } });
  });

  it('does not vouch for success while the load balancer calls all of the new tasks unhealthy', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 1, loadBalancer: true });
    // Three looks that fail: AWS's verdict comes at 37 s, the look that sees it at 43 s.
    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(1), () => {
        rehearsal.sandbox.control.fault({
          operation: 'DescribeServices',
          error: 'ServerException',
          count: 3,
        });
        return Promise.resolve();
      }),
      rehearsal.meanwhile(seconds(27), () => {
        rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 503 } });
        return Promise.resolve();
      }),
    ]);

    expect((await rehearsal.newestDeployment()).status).toBe('SUCCESSFUL');
    expect(result.outcome).toMatchObject({ kind: 'inconclusive' });
  });

  it('does not vouch for success while new tasks wait for the check of their container, though their targets are healthy', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true, taskDefinition: withContainerCheck });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(45) } });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(30), () => {
        rehearsal.sandbox.control.fault({
          operation: 'DescribeServices',
          error: 'ServerException',
          count: 3,
        });
        // From now on the check of a container never answers.
        rehearsal.sandbox.control.behave(imageOf(2), { health: 'none' });
        return Promise.resolve();
      }),
    ]);

    expect((await rehearsal.newestDeployment()).status).toBe('SUCCESSFUL');
    expect(result.outcome).toMatchObject({ kind: 'inconclusive', because: { kind: 'tasks-unjudged' } });
  });

  it('releases all the same when a permission for a detail is missing, and names it', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'TagResource', error: 'AccessDeniedException' });
    rehearsal.sandbox.control.fault({ operation: 'DescribeRepositories', error: 'AccessDeniedException' });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toEqual(
      expect.arrayContaining(['tag-not-written', 'digest-unresolved']),
    );
  });

  it('says so when it may not roll back: act now', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', error: 'AccessDeniedException' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(60) });

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(3), rollbackOnTimeout: true });

    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-failed', because: { kind: 'timeout' } });
  });

  it('does not vouch for success when it may not look at the tasks', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'ListTasks', error: 'AccessDeniedException' });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'inconclusive', because: { kind: 'unverified' } });
  });
});

/** The most status calls in any 60 s of following, which begins with the start; planning is not following. */
function busiestMinute({ calls }: Rehearsal): number {
  const start = calls.findIndex(({ operation }) => operation === 'ecs:UpdateService');
  const following = calls.slice(start).filter(({ operation }) => statusCalls.has(operation));
  const times = following.map(({ at }) => at);
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + seconds(60)).length));
}
