import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition } from './rehearsal.ts';

async function otherRevision(rehearsal: Rehearsal, version = 9): Promise<string> {
  const { taskDefinition } = await rehearsal.ecs.registerTaskDefinition(
    webTaskDefinition({
      containerDefinitions: [{ ...webTaskDefinition().containerDefinitions![0]!, image: imageOf(version) }],
    }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

describe('deploy, when somebody else acts too', () => {
  it('says superseded, not rolled back, when a later deployment takes its place', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await otherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => rehearsal.ecs.updateService({ ...ref, taskDefinition: other })),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'superseded', because: { taskDefinition: other } });
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(9)]);
  });

  it('does not name the revision from before as the one that superseded it, when that one was stopped at once', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await otherRevision(rehearsal);

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(23.5), async () => {
        await rehearsal.ecs.updateService({ ...ref, taskDefinition: other });
        const { arn } = await rehearsal.newestDeployment();
        await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
      }),
    ]);

    expect(result.outcome).toEqual({ kind: 'superseded', because: { kind: 'superseded' } });
  });

  it('refuses while a deployment to something else is in progress, before anything changed', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: await otherRevision(rehearsal) });
    rehearsal.sandbox.control.calls.clear();

    await expect(rehearsal.deploy()).rejects.toMatchObject({ code: 'refused.busy' });

    expect(rehearsal.count('RegisterTaskDefinition')).toBe(0);
    expect(rehearsal.count('UpdateService')).toBe(0);
  });

  it('refuses when somebody deploys while its own start waits to be sent again, and supersedes nobody', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await otherRevision(rehearsal);
    rehearsal.sandbox.control.fault({ operation: 'UpdateService', error: 'ThrottlingException', count: 2 });
    // Throttled, it is sent again after half a second, and after another one.
    const somebody = rehearsal.meanwhile(seconds(0.7), () => {
      rehearsal.sandbox.control.clearFaults();
      return rehearsal.ecs.updateService({ ...ref, taskDefinition: other });
    });

    await expect(rehearsal.deploy()).rejects.toMatchObject({ code: 'refused.plan_outdated' });

    await somebody;
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(9)]);
  });

  it('waits for the other one with --if-busy wait', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: await otherRevision(rehearsal) });

    const result = await rehearsal.deploy({ ifBusy: 'wait' });

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.plan?.current.taskDefinition).toContain('web:2');
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('supersedes the other one with --if-busy replace', async () => {
    const rehearsal = await Rehearsal.begin();
    const { service } = await rehearsal.ecs.updateService({
      ...ref,
      taskDefinition: await otherRevision(rehearsal),
    });

    const result = await rehearsal.deploy({ ifBusy: 'replace' });

    expect(result.outcome.kind).toBe('succeeded');
    const { serviceDeployments } = await rehearsal.ecs.describeServiceDeployments({
      serviceDeploymentArns: [service?.currentServiceDeployment ?? ''],
    });
    expect(serviceDeployments?.[0]?.status).toBe('STOPPED');
  });

  it('adopts our own deployment that an earlier run has started', async () => {
    const rehearsal = await Rehearsal.begin();
    const first = await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(15)));

    const second = await rehearsal.deploy();

    expect(first.outcome).toMatchObject({ kind: 'interrupted', started: true });
    expect(second.outcome.kind).toBe('succeeded');
    expect(second.deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    expect(rehearsal.count('UpdateService')).toBe(1);
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(2);
  });

  it('registers once although the reply was lost, and somebody else registered in between', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'RegisterTaskDefinition', hang: true, count: 1 });

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(2), () => otherRevision(rehearsal)),
    ]);

    expect(result.outcome.kind).toBe('succeeded');
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
    const { taskDefinitionArns } = await rehearsal.ecs.listTaskDefinitions({ familyPrefix: 'web' });
    expect(taskDefinitionArns).toHaveLength(3);
  });

  it('does not start again what ended well while it planned', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(15)));
    await rehearsal.sandbox.clock.sleep(seconds(30));
    rehearsal.sandbox.control.fault({ operation: 'DescribeTaskDefinition', delay: seconds(19), count: 1 });

    const second = await rehearsal.deploy();

    expect(second.outcome.kind).toBe('nothing-to-do');
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('uses the revision that a killed run has registered but not deployed', async () => {
    const rehearsal = await Rehearsal.begin();
    await otherRevision(rehearsal, 2);
    rehearsal.sandbox.control.calls.clear();

    const result = await rehearsal.deploy({ commit: '4f2a9c1d' });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(0);
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
    const { tags } = await rehearsal.ecs.describeTaskDefinition({
      taskDefinition: 'web:2',
      include: ['TAGS'],
    });
    expect(tags).toContainEqual({ key: 'ecsdeploy:commit', value: '4f2a9c1d' });
  });

  it('tells that somebody else has taken it back when a person stops the deployment in the console', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), async () => {
        const { arn } = await rehearsal.newestDeployment();
        await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' });
      }),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone', to: 'web:1' });
  });

  it('does not vouch for the old revision when its tasks have only started after AWS went back', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(60) });
    const scale = (desiredCount: number) => rehearsal.ecs.updateService({ ...ref, desiredCount });

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(1), rollbackOnTimeout: true }),
      rehearsal.meanwhile(seconds(30), () => scale(0)),
      rehearsal.meanwhile(minutes(1), async () => {
        for (let look = 0; look < 2_000; look++) {
          await rehearsal.sandbox.clock.sleep(100);
          if ((await rehearsal.newestDeployment()).status === 'ROLLBACK_SUCCESSFUL') break;
        }
        await scale(2);
        rehearsal.sandbox.control.fault({ operation: '*', error: 'ServerException', count: 2 });
      }),
    ]);

    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-unseen', by: 'ecsdeploy' });
  });

  it('does not call a later deployment the revision that it went back to', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(60) });
    const other = await otherRevision(rehearsal);

    // The rollback takes 6 s and is over between two looks; somebody deploys in that moment.
    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(1), rollbackOnTimeout: true }),
      rehearsal.meanwhile(minutes(1), async () => {
        for (let look = 0; look < 200; look++) {
          await rehearsal.sandbox.clock.sleep(100);
          if ((await rehearsal.newestDeployment()).status === 'ROLLBACK_SUCCESSFUL') break;
        }
        await rehearsal.ecs.updateService({ ...ref, taskDefinition: other });
      }),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'superseded', because: { taskDefinition: other } });
  });

  it('ends when the service is deleted meanwhile', async () => {
    const rehearsal = await Rehearsal.begin();

    const [result] = await Promise.all([
      rehearsal.deploy(),
      rehearsal.meanwhile(seconds(20), () => rehearsal.ecs.deleteService({ ...ref, force: true })),
    ]);

    expect(result.outcome.kind).toBe('stopped');
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(5));
  });

  it('says that the service is gone, not superseded, when it is deleted while AWS goes back', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(60) });

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(1), rollbackOnTimeout: true }),
      rehearsal.meanwhile(minutes(1) + seconds(2), () =>
        rehearsal.ecs.deleteService({ ...ref, force: true }),
      ),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'stopped', because: { kind: 'service-gone' } });
  });

  it('refuses a plan that no longer fits: the service changed between plan and start', async () => {
    const rehearsal = await Rehearsal.begin();
    const other = await otherRevision(rehearsal);
    // The registration is slow, and in the meantime somebody deploys.
    rehearsal.sandbox.control.fault({ operation: 'RegisterTaskDefinition', delay: seconds(10), count: 1 });

    const release = rehearsal.deploy();
    const rival = rehearsal.meanwhile(seconds(5), () =>
      rehearsal.ecs.updateService({ ...ref, taskDefinition: other }),
    );

    await expect(release).rejects.toMatchObject({ code: 'refused.plan_outdated' });
    await rival;
    expect((await rehearsal.serving()).taskDefinition).toBe('web:2');
  });
});

describe('deploy, when it is told to leave', () => {
  it('detaches: the deployment goes on at AWS, and the way back to it is told', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(15)));

    expect(result.outcome).toEqual({
      kind: 'interrupted',
      signal: 'SIGINT',
      started: true,
      rollingBack: false,
    });
    expect(result.next[0]).toContain('ecsdeploy resume');
    expect(rehearsal.count('StopServiceDeployment')).toBe(0);
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it('asks AWS to go back first, with --on-interrupt rollback', async () => {
    const rehearsal = await Rehearsal.begin();

    const result = await rehearsal.deploy(
      { onInterrupt: 'rollback' },
      rehearsal.interruptAfter(seconds(15), 'SIGTERM'),
    );

    expect(result.outcome).toMatchObject({ kind: 'interrupted', signal: 'SIGTERM', rollingBack: true });
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('goes back even when it is told between the start and the first look', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'ListServiceDeployments', delay: seconds(10), count: 1 });

    const result = await rehearsal.deploy({ onInterrupt: 'rollback' }, rehearsal.interruptAfter(seconds(5)));

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: true, rollingBack: true });
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('changes nothing when it is told before it started', async () => {
    const rehearsal = await Rehearsal.begin();
    const controller = rehearsal.interruptAfter(0);
    await rehearsal.sandbox.clock.sleep(1);

    const result = await rehearsal.deploy({}, controller);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: false });
    expect(result.changed).toBe('nothing');
    expect(rehearsal.count('UpdateService')).toBe(0);
  });
});
