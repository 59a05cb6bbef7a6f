import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';

describe('deploy, when all goes well', () => {
  it('releases a new image and says so only when our revision runs', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 4 });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', tasks: 4 } });
    expect(await rehearsal.serving()).toMatchObject({
      taskDefinition: 'web:2',
      images: [imageOf(2)],
      rolloutState: 'COMPLETED',
    });
  });

  it("tells AWS's deployment id before it looks for the first time", async () => {
    const rehearsal = await Rehearsal.begin();

    await rehearsal.deploy();

    const types = rehearsal.facts.map(({ type }) => type);
    expect(types.indexOf('deployment.started')).toBeLessThan(types.indexOf('deployment.observed'));
    const [started] = rehearsal.factsOf('deployment.started');
    expect(started?.deployment.deploymentId).toMatch(/^ecs-svc\/\d{19}$/);
    expect(started?.deployment.serviceDeploymentArn).toContain(':service-deployment/prod/web/');
  });

  it('keeps secrets, environment and tags exactly, and notes commit and success on the revision', async () => {
    const rehearsal = await Rehearsal.begin();

    await rehearsal.deploy({ commit: '4f2a9c1d' });

    const before = await rehearsal.ecs.describeTaskDefinition({ taskDefinition: 'web:1', include: ['TAGS'] });
    const after = await rehearsal.ecs.describeTaskDefinition({ taskDefinition: 'web:2', include: ['TAGS'] });
    const container = after.taskDefinition?.containerDefinitions?.[0];
    expect({ ...container, image: imageOf(1) }).toEqual(before.taskDefinition?.containerDefinitions?.[0]);
    expect(after.tags).toContainEqual({ key: 'team', value: 'shop' });
    expect(after.tags).toContainEqual({ key: 'ecsdeploy:commit', value: '4f2a9c1d' });
    expect(after.tags?.map(({ key }) => key)).toContain('ecsdeploy:succeeded');
  });

  it('does nothing, and registers nothing, when nothing differs', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    rehearsal.sandbox.control.calls.clear();

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
    expect(result.changed).toBe('nothing');
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(0);
    expect(rehearsal.count('UpdateService')).toBe(0);
  });

  it('does not say "nothing to do" while tasks that nobody has judged run instead of those that AWS called healthy', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(70) } });
    expect((await rehearsal.deploy()).outcome.kind).toBe('succeeded');
    rehearsal.sandbox.control.advance(seconds(40));
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2', images: [imageOf(2)] });

    const again = await rehearsal.deploy();

    expect(again.outcome).toMatchObject({ kind: 'inconclusive', because: { kind: 'tasks-unjudged' } });
  });

  it('says "nothing to do" of tasks that came later, once the service is steady with them', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    for (const { arn } of rehearsal.sandbox.world.ecs.clusters.get(ref.cluster)?.tasks.values() ?? []) {
      await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: arn });
    }
    rehearsal.sandbox.control.advance(minutes(3));

    expect((await rehearsal.deploy()).outcome.kind).toBe('nothing-to-do');
  });

  it('starts a new deployment of the same revision when forced', async () => {
    const rehearsal = await Rehearsal.begin();
    const before = await rehearsal.serving();

    const result = await rehearsal.deploy({ images: [], force: true });

    const after = await rehearsal.serving();
    expect(result.outcome.kind).toBe('succeeded');
    expect(after.taskDefinition).toBe('web:1');
    expect(after.deploymentId).not.toBe(before.deploymentId);
  });

  it('never sends a desired count, so that autoscaling in between survives', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 2 });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(20_000, () => rehearsal.ecs.updateService({ ...ref, desiredCount: 5 })),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { tasks: 5 } });
    const ours = rehearsal.sandbox.control.calls
      .recent()
      .filter(
        ({ operation, input }) => operation === 'UpdateService' && 'taskDefinition' in (input as object),
      );
    expect(ours.every(({ input }) => !('desiredCount' in (input as object)))).toBe(true);
  });

  it('succeeds with nothing to run when the desired count is 0', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 0 });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'desired-zero' } });
  });

  it('only plans on a dry run', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.deploy({ dryRun: true });

    expect(result.outcome.kind).toBe('planned');
    expect(result.plan?.differences).toEqual([
      expect.objectContaining({ path: 'containerDefinitions[app].image', after: imageOf(2) }),
    ]);
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
    expect(rehearsal.count('UpdateService')).toBe(0);
  });

  it('sends only the settings that are configured, and shows how they differ', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.deploy({ settings: { maximumPercent: 150 } });

    const update = rehearsal.sandbox.control.calls
      .recent()
      .find(({ operation }) => operation === 'UpdateService');
    expect(update?.input).toEqual({
      cluster: 'prod',
      service: 'web',
      taskDefinition: expect.stringContaining('web:2') as unknown as string,
      deploymentConfiguration: { maximumPercent: 150 },
    });
    expect(result.plan?.settings).toMatchObject([
      { path: 'deploymentConfiguration.maximumPercent', before: 200, after: 150 },
    ]);
  });

  it('does not say that nothing was changed when it has sent settings that start no deployment', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.deploy({ images: [], settings: { maximumPercent: 150 } });

    expect(rehearsal.count('UpdateService')).toBe(1);
    expect(result).toMatchObject({
      outcome: { kind: 'succeeded', because: { kind: 'verified', tasks: 2 } },
      changed: 'released',
    });
  });

  it('waits for targets to be healthy behind a load balancer', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });

    const result = await rehearsal.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    const health = await rehearsal.elbv2.describeTargetHealth({ TargetGroupArn: rehearsal.targetGroupArn });
    expect(health.TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual([
      'healthy',
      'healthy',
    ]);
  });
});
