import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { imageOf, ref, Rehearsal, toLogGroup, webTaskDefinition } from './rehearsal.ts';
import { putWebAlarm, setAlarm } from './web-alarm.ts';

const notFound =
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:2: registry.example/web:2: not found';

const mayHeal = 'CannotPullContainerError: toomanyrequests: You have reached your pull rate limit';

describe('deploy, when the new version is bad', () => {
  it('says nothing of the digest that serves after it, since only the failed one is known', async () => {
    const rehearsal = await Rehearsal.begin();
    const image = `registry.example/web@sha256:${'b'.repeat(64)}`;
    rehearsal.sandbox.control.behave(image, { stoppedReason: notFound });

    const result = await rehearsal.deploy({ images: [{ image }] });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', to: 'web:1' });
    expect(result.after?.taskDefinition).toMatch(/web:1$/);
    expect(result.after?.digests).toEqual({});
  });

  it("follows AWS's circuit breaker back, verifies the old revision, and says why", async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws', to: 'web:1' });
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1', images: [imageOf(1)] });
    expect(result.diagnosis?.findings[0]).toMatchObject({
      id: 'image.not-found',
      cause: 'The image is not in the registry',
      heals: 'never',
    });
    expect((await rehearsal.newestDeployment()).status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('reports the rollback once, when it begins', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    await rehearsal.deploy();

    expect(rehearsal.factsOf('rollback.started')).toEqual([
      expect.objectContaining({
        by: 'aws',
        because: { kind: 'aws', text: expect.stringMatching(/circuit breaker/) },
      }),
    ]);
  });

  it("goes back from a crash loop, which AWS's circuit breaker does not count", async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 3, after: 500 } });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'crash-loop' },
      to: 'web:1',
    });
    expect(result.diagnosis?.findings[0]).toMatchObject({
      id: 'exit.3',
      cause: 'The container exited with code 3',
      container: 'app',
      exitCode: 3,
    });
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(5));
  });

  it('goes back from a crash loop whose tasks are healthy for a moment', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(8) } });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy', to: 'web:1' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('says that nothing was rolled back when the circuit breaker only stops', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'only-stops' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: mayHeal });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { kind: 'aws' } });
    expect(result.changed).toBe('left-as-is');
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('ends a start that cannot heal after two failures, when AWS would not go back by itself', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'start-failure', canHeal: false },
      to: 'web:1',
    });
    expect(result.diagnosis?.findings[0]).toMatchObject({ id: 'image.not-found', heals: 'never' });
    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(6));
  });

  it('leaves a hopeless deployment as it is with --no-rollback, and says so early', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const result = await rehearsal.deploy({ rollback: 'off' });

    expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { kind: 'start-failure' } });
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('does not end a start early that may heal', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: mayHeal });

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(10) });

    expect(result.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'timeout' } });
    expect(result.changed).toBe('in-progress');
    expect(result.next[0]).toMatch(/^ecsdeploy resume --cluster prod --service web --deployment [\w-]{21}$/);
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('goes back when the time is up, where that was asked for', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(60) });

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(5), rollbackOnTimeout: true });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'timeout', afterMilliseconds: minutes(5) },
    });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('names the load balancer and its code when targets never become healthy', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 503, errorRate: 0, latency: 5 } });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws' });
    const finding = result.diagnosis?.findings.find(({ id }) => id === 'health.load-balancer');
    expect(finding?.cause).toContain('503');
  });

  it('names the container health check when it fails', async () => {
    const rehearsal = await Rehearsal.begin({
      taskDefinition: {
        containerDefinitions: [
          {
            ...webTaskDefinition().containerDefinitions![0]!,
            healthCheck: { command: ['CMD-SHELL', 'true'], interval: 5, retries: 2 },
          },
        ],
      },
    });
    rehearsal.sandbox.control.behave(imageOf(2), { health: 'unhealthy' });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(result.diagnosis?.findings.map(({ id }) => id)).toContain('health.container');
  });

  it('shows the last lines of the log of a container that failed', async () => {
    const rehearsal = await Rehearsal.begin({
      taskDefinition: {
        containerDefinitions: [
          {
            ...webTaskDefinition().containerDefinitions![0]!,
            logConfiguration: toLogGroup,
          },
        ],
      },
    });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 7, after: 500 } });

    const result = await rehearsal.deploy();

    const [finding] = result.diagnosis?.findings ?? [];
    expect(finding?.log?.group).toBe('/web');
    expect(finding?.log?.lines.length).toBeGreaterThan(0);
  });

  it('fails and says that the rollback failed when there is nothing to go back to', async () => {
    const rehearsal = await Rehearsal.begin({
      service: { taskDefinition: 'web:1', serviceName: 'web' },
      breaker: 'rolls-back',
    });
    await rehearsal.ecs.registerTaskDefinition(webTaskDefinition({ family: 'new' }));
    rehearsal.sandbox.control.behave(imageOf(9), { stoppedReason: notFound });
    await rehearsal.ecs.registerTaskDefinition(
      webTaskDefinition({
        family: 'fresh',
        containerDefinitions: [{ ...webTaskDefinition().containerDefinitions![0]!, image: imageOf(9) }],
      }),
    );
    await rehearsal.ecs.createService({
      cluster: ref.cluster,
      serviceName: 'fresh',
      taskDefinition: 'fresh:1',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });

    const result = await rehearsal.watch({ service: { cluster: 'prod', service: 'fresh' } });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rollback-failed',
      rollbackBecause: { kind: 'aws', text: 'No rollback candidate was found to run the rollback.' },
    });
  });

  it('goes back with AWS when a deployment alarm fires', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    await putWebAlarm(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy({ settings: { alarms: { names: ['web-5xx'], enable: true, rollback: true } } }),
      rehearsal.meanwhile(seconds(30), () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'aws' });
    expect(rehearsal.factsOf('rollback.started')[0]?.because).toMatchObject({
      text: expect.stringMatching(/web-5xx/),
    });
  });

  it('starts again what failed: a FAILED primary on our revision is not "nothing to do"', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'only-stops', loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 503, errorRate: 0, latency: 5 } });
    await rehearsal.deploy();
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2', rolloutState: 'FAILED' });
    rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 200, errorRate: 0, latency: 5 } });

    const again = await rehearsal.deploy();

    expect(again.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(2);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2', rolloutState: 'COMPLETED' });
  });
});

describe('deploy, when a rollback is not seen to its end', () => {
  it('says failed, a rollback is under way, when the credentials end during it', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const release = rehearsal.deploy();
    while (rehearsal.factsOf('rollback.started').length === 0)
      await rehearsal.sandbox.clock.sleep(seconds(1));
    rehearsal.sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException' });
    const result = await release;

    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-unseen', by: 'aws' });
    expect(result.changed).toBe('in-progress');
    expect(result.next[0]).toContain('ecsdeploy resume');
  });
});
