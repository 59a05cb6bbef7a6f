import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { anotherRevision } from './another-revision.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';

const notFound = 'CannotPullContainerError: failed to resolve ref registry.example/web:2: not found';
const neverStarts = { startDelay: minutes(120) };

/** A runner that dies: from then on nobody follows, and nobody was told. */
async function startAndDie(rehearsal: Rehearsal, after = seconds(2)): ReturnType<typeof rehearsal.deploy> {
  return await rehearsal.deploy({}, rehearsal.interruptAfter(after));
}

describe('resume, while the deployment is in progress', () => {
  it('drives it to a verified end, and starts nothing', async () => {
    const rehearsal = await Rehearsal.begin();
    const first = await startAndDie(rehearsal);
    rehearsal.sandbox.control.calls.clear();

    const result = await rehearsal.resume();

    expect(result).toMatchObject({
      action: 'resume',
      outcome: { kind: 'succeeded', because: { kind: 'verified', tasks: 2 } },
      before: { taskDefinition: expect.stringContaining('web:1') as unknown },
    });
    expect(result.deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    expect(rehearsal.count('UpdateService')).toBe(0);
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(0);
  });

  it('writes the same note of success as deploy', async () => {
    const rehearsal = await Rehearsal.begin();
    await startAndDie(rehearsal);

    await rehearsal.resume();

    const { finishedAt = 0 } = await rehearsal.newestDeployment();
    const { tags } = await rehearsal.ecs.describeTaskDefinition({
      taskDefinition: 'web:2',
      include: ['TAGS'],
    });
    expect(tags).toContainEqual({
      key: 'ecsdeploy:succeeded',
      value: new Date(finishedAt).toISOString(),
    });
  });

  it('believes ECS of tasks without any check where it comes after they were judged, and the service has grown', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ settings: { strategy: 'BLUE_GREEN' } }, rehearsal.interruptAfter(seconds(30)));
    await rehearsal.sandbox.clock.sleep(seconds(34));
    await rehearsal.ecs.updateService({ ...ref, desiredCount: 7 });

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', tasks: 7 } });
  });

  it('takes over what a person started in the console', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: await anotherRevision(rehearsal) });

    const result = await rehearsal.resume();

    expect(result.outcome.kind).toBe('succeeded');
    expect((await rehearsal.serving()).images).toEqual([imageOf(9)]);
  });

  it('goes back from what cannot start any more, also if that was seen by the run that died', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });
    await startAndDie(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(4));

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'start-failure' },
      to: 'web:1',
    });
    expect(result.diagnosis?.findings[0]?.id).toBe('image.not-found');
  });

  it('leaves it as it is with --no-rollback', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });
    await startAndDie(rehearsal);

    const result = await rehearsal.resume({ rollback: 'off' });

    expect(result.outcome.kind).toBe('failed-left');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('counts its time from now: a deployment that is old already is not rolled back at once', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), neverStarts);
    await startAndDie(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(20));

    const result = await rehearsal.resume({ timeoutMilliseconds: minutes(5), rollbackOnTimeout: true });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'timeout', afterMilliseconds: minutes(5) },
    });
    const [stop] = rehearsal.sandbox.control.calls
      .recent()
      .filter(({ operation }) => operation === 'StopServiceDeployment');
    expect((stop?.at ?? 0) - result.startedAt).toBeGreaterThanOrEqual(minutes(5));
  });

  it('does not take a few crashes for a crash loop where the deployment had got on before', async () => {
    const rehearsal = await Rehearsal.begin({
      desired: 10,
      breaker: 'off',
      service: { deploymentConfiguration: { maximumPercent: 120, minimumHealthyPercent: 100 } },
    });
    const first = rehearsal.deploy({}, rehearsal.interruptAfter(seconds(200)));
    // Some come up well; then three die alike; then all is well again.
    const dieAfter = (after: number): Promise<void> => {
      rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after } });
      return Promise.resolve();
    };
    await rehearsal.meanwhile(seconds(90), () => dieAfter(seconds(5)));
    await rehearsal.meanwhile(seconds(60), () => dieAfter(minutes(1_000)));
    const left = await first;
    expect(left.outcome).toMatchObject({ kind: 'interrupted', started: true });
    const { tasks } = await stoppedTasks(rehearsal);
    expect(tasks).toBeGreaterThanOrEqual(3);

    const result = await rehearsal.resume();

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('sees a rollback to its end that somebody else has asked for', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    await startAndDie(rehearsal, seconds(20));
    const { arn } = await rehearsal.newestDeployment();
    await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'someone',
      because: { kind: 'stopped-by-someone' },
      to: 'web:1',
    });
    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
  });

  it('asks AWS to go back when it is told to leave with --on-interrupt rollback', async () => {
    const rehearsal = await Rehearsal.begin();
    await startAndDie(rehearsal);

    const result = await rehearsal.resume(
      { onInterrupt: 'rollback' },
      rehearsal.interruptAfter(seconds(10), 'SIGTERM'),
    );

    expect(result.outcome).toMatchObject({ kind: 'interrupted', signal: 'SIGTERM', rollingBack: true });
    expect(result.next).toEqual([expect.stringContaining('ecsdeploy resume')]);
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('only plans on a dry run', async () => {
    const rehearsal = await Rehearsal.begin();
    const { deployment } = await startAndDie(rehearsal);
    rehearsal.sandbox.control.calls.clear();

    const result = await rehearsal.resume({ dryRun: true });

    expect(result.outcome.kind).toBe('planned');
    expect(result.plan).toMatchObject({
      action: 'resume',
      steps: [
        { kind: 'adopt', deploymentId: deployment?.deploymentId },
        { kind: 'follow' },
        { kind: 'verify' },
      ],
    });
    expect(result.deployment).toBeUndefined();
    expect(rehearsal.count('DescribeServiceDeployments')).toBeLessThanOrEqual(2);
  });

  it('never stops the deployment of another service, whatever ARN was pasted', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    await rehearsal.ecs.createService({
      cluster: ref.cluster,
      serviceName: 'worker',
      taskDefinition: 'web:1',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });
    const { serviceDeployments } = await rehearsal.ecs.listServiceDeployments({
      cluster: ref.cluster,
      service: 'worker',
    });
    const foreign = serviceDeployments?.[0]?.serviceDeploymentArn;

    await expect(rehearsal.resume({ deployment: foreign })).rejects.toMatchObject({
      code: 'deployment.not_found',
    });
  });
});

describe('resume, when the deployment has ended already', () => {
  it('says succeeded, and 0, of one that did', async () => {
    const rehearsal = await Rehearsal.begin();
    const { deployment } = await startAndDie(rehearsal);
    await rehearsal.steady();

    const result = await rehearsal.resume();

    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified' } });
    expect(result.deployment?.deploymentId).toBe(deployment?.deploymentId);
    expect(result.deployment?.endedAt).toBe((await rehearsal.newestDeployment()).finishedAt);
  });

  it('says rolled back, and 20, with the reason, of one that AWS has taken back', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });
    await startAndDie(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(20));

    const result = await rehearsal.resume();

    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: { kind: 'aws', text: expect.stringContaining('circuit breaker') as unknown },
      to: 'web:1',
    });
    expect(result.diagnosis?.findings[0]?.id).toBe('image.not-found');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('says left as it is, and 22, of one that the circuit breaker only stopped', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'only-stops' });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });
    await startAndDie(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(20));

    const result = await rehearsal.resume();

    expect(exitCodeOf(result.outcome)).toBe(22);
    expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { kind: 'aws' } });
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
  });

  it('says superseded, and 23, of one that was named and that another one cut short', async () => {
    const rehearsal = await Rehearsal.begin();
    const { deployment } = await startAndDie(rehearsal);
    const other = await anotherRevision(rehearsal);
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: other });
    await rehearsal.steady();

    const result = await rehearsal.resume({ deployment: deployment?.deploymentId });

    expect(exitCodeOf(result.outcome)).toBe(23);
    expect(result.outcome).toMatchObject({ kind: 'superseded', because: { taskDefinition: other } });
  });

  it('says that it had succeeded before it was superseded', async () => {
    const rehearsal = await Rehearsal.begin();
    const { deployment } = await startAndDie(rehearsal);
    await rehearsal.steady();
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: await anotherRevision(rehearsal) });
    await rehearsal.steady();

    const result = await rehearsal.resume({ deployment: deployment?.serviceDeploymentArn });

    expect(result.outcome).toMatchObject({ kind: 'superseded', because: { after: { end: 'success' } } });
  });

  it('says stopped, and 22, when the service was deleted meanwhile', async () => {
    const rehearsal = await Rehearsal.begin();
    await startAndDie(rehearsal);
    await rehearsal.ecs.deleteService({ ...ref, force: true });

    const result = await rehearsal.resume();

    expect(exitCodeOf(result.outcome)).toBe(22);
    expect(result.outcome).toMatchObject({ kind: 'stopped', because: { kind: 'service-gone' } });
    expect(result.next).toEqual([]);
  });

  it('does not find a deployment that never was, nor a service that never was', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.resume({ deployment: 'ecs-svc/1234567890123456789' })).rejects.toMatchObject({
      code: 'deployment.not_found',
    });
    await expect(rehearsal.resume({ service: { ...ref, service: 'wbe' } })).rejects.toMatchObject({
      code: 'service.not_found',
    });
    await expect(rehearsal.resume({ service: { ...ref, cluster: 'prd' } })).rejects.toMatchObject({
      code: 'cluster.not_found',
    });
  });

  it('does not call tasks proven that have started since, and does not say that they are missing', async () => {
    const rehearsal = await Rehearsal.begin();
    await startAndDie(rehearsal);
    await rehearsal.steady();
    await replaceTasks(rehearsal);
    await rehearsal.sandbox.clock.sleep(seconds(25));

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({
      kind: 'inconclusive',
      because: { kind: 'tasks-unjudged', running: 2, desired: 2 },
    });
  });

  it('takes tasks that have started since for proven when ECS has found its steady state again', async () => {
    const rehearsal = await Rehearsal.begin();
    await startAndDie(rehearsal);
    await rehearsal.steady();
    await replaceTasks(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(2));

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', tasks: 2 } });
  });

  it('takes tasks that have started since for proven where their load balancer calls them healthy', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    await startAndDie(rehearsal);
    await rehearsal.steady();
    await replaceTasks(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(2));

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', tasks: 2 } });
  });
});

describe('resume, and the image that is to run', () => {
  it('holds a pinned image against what runs', async () => {
    const { rehearsal, image, push } = await hosted();
    const digest = await push('one');
    await rehearsal.deploy({ images: [{ image }] }, rehearsal.interruptAfter(seconds(15)));

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', digest } });
  });

  it('knows by its own note which digest a tag stood for', async () => {
    const { rehearsal, image, push } = await hosted();
    const digest = await push('one');
    await rehearsal.deploy(
      { images: [{ image }], imageReference: 'tag' },
      rehearsal.interruptAfter(seconds(15)),
    );

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', digest } });
  });

  it('calls it unproven, not failed, when another image runs than its note says', async () => {
    const { rehearsal, image, push } = await hosted();
    const first = await push('one');
    await rehearsal.deploy({ images: [{ image }], imageReference: 'tag' });
    const second = await push('two');
    await rehearsal.ecs.updateService({ ...ref, forceNewDeployment: true });

    const result = await rehearsal.resume();

    expect(result.outcome).toMatchObject({
      kind: 'inconclusive',
      because: { kind: 'digest-differs', expected: first, actual: second },
    });
  });
});

describe('watch, when the deployment has ended already', () => {
  it.each([
    ['rolls-back', 'failed-rolled-back', 20],
    ['only-stops', 'failed-left', 22],
  ] as const)('tells how it ended, with a breaker that %s: %s, %d', async (breaker, kind, exit) => {
    const rehearsal = await Rehearsal.begin({ breaker });
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });
    const { deployment } = await startAndDie(rehearsal);
    await rehearsal.sandbox.clock.sleep(minutes(20));
    rehearsal.sandbox.control.calls.clear();

    const result = await rehearsal.watch({ deployment: deployment?.deploymentId });

    expect(result.outcome.kind).toBe(kind);
    expect(exitCodeOf(result.outcome)).toBe(exit);
    const called = rehearsal.sandbox.control.calls.recent().map(({ operation }) => operation);
    expect(called.filter((operation) => !/^(Describe|List|Get)/.test(operation))).toEqual([]);
  });

  it('notes no success on a revision that it only looked at', async () => {
    const rehearsal = await Rehearsal.begin();
    const { deployment } = await startAndDie(rehearsal);
    await rehearsal.steady();

    const result = await rehearsal.watch({ deployment: deployment?.serviceDeploymentArn });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('TagResource')).toBe(0);
  });
});

async function stoppedTasks({ ecs }: Rehearsal): Promise<{ tasks: number }> {
  const { taskArns = [] } = await ecs.listTasks({
    cluster: ref.cluster,
    serviceName: ref.service,
    desiredStatus: 'STOPPED',
  });
  if (taskArns.length === 0) return { tasks: 0 };
  const { tasks = [] } = await ecs.describeTasks({ cluster: ref.cluster, tasks: taskArns });
  return { tasks: tasks.filter(({ containers }) => containers?.[0]?.exitCode === 1).length };
}

/** As when AWS retires their hosts: each is stopped, and another one started. */
async function replaceTasks({ ecs }: Rehearsal): Promise<void> {
  const { taskArns = [] } = await ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
  for (const task of taskArns) await ecs.stopTask({ cluster: ref.cluster, task });
}

/** A service that takes its image from a repository of ECR, under a tag that can be moved. */
async function hosted() {
  const rehearsal = await Rehearsal.begin();
  const { ecr } = rehearsal;
  const { repository } = await ecr.createRepository({ repositoryName: 'shop/web' });
  const push = async (content: string): Promise<string> => {
    const { image } = await ecr.putImage({
      repositoryName: 'shop/web',
      imageTag: 'stable',
      imageManifest: JSON.stringify({ schemaVersion: 2, content }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
    return image?.imageId?.imageDigest ?? '';
  };
  return { rehearsal, image: `${repository?.repositoryUri ?? ''}:stable`, push };
}
