import { describe, expect, it } from '@jest/globals';
import { ECS, waitUntilServicesStable } from '@aws-sdk/client-ecs';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { aTaskDefinition } from './rehearsal.ts';

const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };

async function aService(image: string): Promise<{ sandbox: Sandbox; ecs: ECS }> {
  const sandbox = new Sandbox();
  const ecs = new ECS({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: sandbox.requestHandler(),
    maxAttempts: 1,
  });
  await ecs.createCluster({ clusterName: 'demo' });
  await ecs.registerTaskDefinition(aTaskDefinition(image));
  await ecs.createService({
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration,
  });
  sandbox.control.advance(120_000);
  return { sandbox, ecs };
}

describe('the SDK against the sandbox', () => {
  it('sees dates as dates and its waiter end', async () => {
    const { sandbox, ecs } = await aService('registry.test/web:1');
    await ecs.registerTaskDefinition(aTaskDefinition('registry.test/web:2'));
    await ecs.updateService({ cluster: 'demo', service: 'web', taskDefinition: 'web' });
    sandbox.control.advance(180_000);

    const waited = await waitUntilServicesStable(
      { client: ecs, maxWaitTime: 30 },
      { cluster: 'demo', services: ['web'] },
    );
    const { services } = await ecs.describeServices({ cluster: 'demo', services: ['web'] });
    const { serviceDeployments } = await ecs.listServiceDeployments({ cluster: 'demo', service: 'web' });

    expect(waited.state).toBe('SUCCESS');
    expect(services![0]!.createdAt).toBeInstanceOf(Date);
    expect(services![0]!.taskDefinition).toMatch(/web:2$/);
    expect(serviceDeployments).toMatchObject([{ status: 'SUCCESSFUL' }, { status: 'SUCCESSFUL' }]);
  });

  it('gets the errors that AWS documents, as its own classes', async () => {
    const { ecs } = await aService('registry.test/web:1');

    await expect(ecs.updateService({ cluster: 'demo', service: 'nope' })).rejects.toMatchObject({
      name: 'ServiceNotFoundException',
      message: 'Service not found.',
    });
    await expect(ecs.describeServices({ cluster: 'nope', services: ['web'] })).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
    });
  });

  it('reads back tasks, revisions and tags', async () => {
    const { ecs } = await aService('registry.test/web:1');
    const { services } = await ecs.describeServices({ cluster: 'demo', services: ['web'] });
    const { taskArns } = await ecs.listTasks({ cluster: 'demo', serviceName: 'web' });
    const { tasks } = await ecs.describeTasks({ cluster: 'demo', tasks: taskArns });
    const { serviceRevisions } = await ecs.describeServiceRevisions({
      serviceRevisionArns: [services![0]!.currentServiceRevisions![0]!.arn!],
    });
    await ecs.tagResource({ resourceArn: services![0]!.serviceArn, tags: [{ key: 'a', value: 'b' }] });

    expect(tasks!.map((task) => task.lastStatus)).toEqual(['RUNNING', 'RUNNING']);
    expect(serviceRevisions![0]!.containerImages![0]!.imageDigest).toBe(
      tasks![0]!.containers![0]!.imageDigest,
    );
    expect((await ecs.listTagsForResource({ resourceArn: services![0]!.serviceArn })).tags).toEqual([
      { key: 'a', value: 'b' },
    ]);
  });
});
