import { describe, expect, it } from '@jest/globals';
import * as sdk from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf } from '../clients.ts';
import { aTaskDefinition, checked } from './rehearsal.ts';

const good = 'registry.test/web:1';
const bad = 'registry.test/web:2';
const ours = { cluster: 'demo', service: 'web' };

describe('every ECS reply', () => {
  it('is what AWS would send, in the good days and the bad days of a service', async () => {
    const sandbox = new Sandbox();
    // Each reply is held against the SDK's schemas on its way.
    const { ecs } = clientsOf(sandbox);
    const register = (image: string) =>
      ecs.send(
        new sdk.RegisterTaskDefinitionCommand({
          ...aTaskDefinition(image, checked(image)),
          tags: [{ key: 'a', value: 'b' }],
        }),
      );
    await ecs.send(new sdk.CreateClusterCommand({ clusterName: 'demo' }));
    await ecs.send(
      new sdk.UpdateClusterCommand({
        cluster: 'demo',
        settings: [{ name: 'containerInsights', value: 'enabled' }],
      }),
    );
    await ecs.send(
      new sdk.PutClusterCapacityProvidersCommand({
        cluster: 'demo',
        capacityProviders: ['FARGATE'],
        defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
      }),
    );
    await ecs.send(
      new sdk.DescribeClustersCommand({ clusters: ['demo', 'nope'], include: ['SETTINGS', 'TAGS'] }),
    );
    await ecs.send(new sdk.ListClustersCommand({}));
    await register(good);
    await ecs.send(new sdk.DescribeTaskDefinitionCommand({ taskDefinition: 'web', include: ['TAGS'] }));
    await ecs.send(new sdk.ListTaskDefinitionsCommand({}));
    await ecs.send(new sdk.ListTaskDefinitionFamiliesCommand({}));
    const { service } = await ecs.send(
      new sdk.CreateServiceCommand({
        cluster: 'demo',
        serviceName: 'web',
        taskDefinition: 'web:1',
        desiredCount: 2,
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
          alarms: { alarmNames: ['a'], enable: true, rollback: true },
        },
        enableECSManagedTags: true,
      }),
    );
    const seen = new Set<string>();
    const look = async (): Promise<string> => {
      const { services } = await ecs.send(
        new sdk.DescribeServicesCommand({ cluster: 'demo', services: ['web', 'nope'], include: ['TAGS'] }),
      );
      const { serviceDeployments } = await ecs.send(new sdk.ListServiceDeploymentsCommand(ours));
      const arns = serviceDeployments!.map((deployment) => deployment.serviceDeploymentArn!);
      const described = await ecs.send(
        new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...arns, `${arns[0]}x`] }),
      );
      await ecs.send(
        new sdk.DescribeServiceRevisionsCommand({
          serviceRevisionArns: [services![0]!.currentServiceRevisions![0]!.arn!],
        }),
      );
      for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
        const { taskArns: tasks } = await ecs.send(
          new sdk.ListTasksCommand({ cluster: 'demo', desiredStatus }),
        );
        if (tasks!.length === 0) continue;
        const reply = await ecs.send(
          new sdk.DescribeTasksCommand({ cluster: 'demo', tasks, include: ['TAGS'] }),
        );
        for (const task of reply.tasks!) seen.add(task.lastStatus!);
      }
      const { status } = described.serviceDeployments![0]!;
      seen.add(status!);
      return status!;
    };
    const newest = async (): Promise<string> => {
      const { serviceDeployments } = await ecs.send(new sdk.ListServiceDeploymentsCommand(ours));
      return serviceDeployments![0]!.serviceDeploymentArn!;
    };
    const hooksOfNewest = async (): Promise<sdk.DeploymentLifecycleHookDetail[]> => {
      const { serviceDeployments } = await ecs.send(
        new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [await newest()] }),
      );
      return serviceDeployments![0]!.lifecycleHookDetails ?? [];
    };
    const follow = async (end: string): Promise<void> => {
      for (let looks = 0; (await look()) !== end; looks++) {
        if (looks > 300) throw new Error(`never ${end}`);
        sandbox.control.advance(1_000);
      }
    };

    await follow('SUCCESSFUL');
    sandbox.control.behave(bad, { stoppedReason: 'CannotPullContainerError: no' });
    await register(bad);
    await ecs.send(new sdk.UpdateServiceCommand({ ...ours, taskDefinition: 'web:2' }));
    await follow('ROLLBACK_SUCCESSFUL');
    await ecs.send(new sdk.UpdateServiceCommand({ ...ours, forceNewDeployment: true }));
    const { serviceDeployments } = await ecs.send(new sdk.ListServiceDeploymentsCommand(ours));
    const { serviceDeploymentArn } = serviceDeployments![0]!;
    await ecs.send(new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn }));
    await follow('ROLLBACK_SUCCESSFUL');
    await ecs.send(
      new sdk.UpdateServiceCommand({
        ...ours,
        forceNewDeployment: true,
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 0,
          lifecycleHooks: [
            { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] },
            {
              hookTargetArn: 'arn:aws:lambda:us-east-1:123456789012:function:check',
              roleArn: 'arn:aws:iam::123456789012:role/hooks',
              lifecycleStages: ['POST_SCALE_UP'],
              hookDetails: { depth: 1 },
            },
          ],
        },
      }),
    );
    for (let looks = 0; (await hooksOfNewest()).length < 2; looks++) {
      if (looks > 300) throw new Error('never paused');
      await look();
      sandbox.control.advance(1_000);
    }
    const paused = (await hooksOfNewest()).find((hook) => hook.targetType === 'PAUSE');
    await ecs.send(
      new sdk.ContinueServiceDeploymentCommand({
        serviceDeploymentArn: await newest(),
        hookId: paused!.hookId,
      }),
    );
    await follow('SUCCESSFUL');

    const { tasks } = await ecs.send(
      new sdk.RunTaskCommand({
        cluster: 'demo',
        taskDefinition: 'web:1',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      }),
    );
    await ecs.send(new sdk.StopTaskCommand({ cluster: 'demo', task: tasks![0]!.taskArn }));
    const resourceArn = service!.serviceArn;
    await ecs.send(new sdk.TagResourceCommand({ resourceArn, tags: [{ key: 'a', value: 'b' }] }));
    await ecs.send(new sdk.ListTagsForResourceCommand({ resourceArn }));
    await ecs.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    await ecs.send(new sdk.DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }));
    await ecs.send(new sdk.DeleteTaskDefinitionsCommand({ taskDefinitions: ['web:2', 'web:1', 'nope'] }));
    await ecs.send(new sdk.ListServicesCommand({ cluster: 'demo' }));
    await ecs.send(new sdk.DeleteServiceCommand({ ...ours, force: true }));
    sandbox.control.advance(60_000);
    await ecs.send(new sdk.DescribeServicesCommand({ cluster: 'demo', services: ['web'] }));
    await ecs.send(new sdk.DeleteClusterCommand({ cluster: 'demo' }));

    expect(
      Object.keys(sandbox.control.calls.counts())
        .map((name) => name.replace(/^.*[.:]/, ''))
        .sort(),
    ).toEqual(Object.keys(ecsOperations).sort());
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'ACTIVATING',
        'DEPROVISIONING',
        'IN_PROGRESS',
        'PENDING',
        'PROVISIONING',
        'RUNNING',
        'STOPPED',
      ]),
    );
  });
});
