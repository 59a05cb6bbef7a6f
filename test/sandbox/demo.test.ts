import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from '@jest/globals';
import { canaryDemo } from '../../src/sandbox/demo-canary.ts';
import { codeDeployDemo } from '../../src/sandbox/demo-codedeploy.ts';
import { demo, seedDemo, seedDemoWorld } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf } from './clients.ts';

const { cluster, service } = demo;

/** A forced deployment, looked at every five seconds until its end: everything that was seen, as text. */
async function history(seed: number): Promise<string> {
  const sandbox = new Sandbox({ seed });
  seedDemo(sandbox);
  const { ecs } = clientsOf(sandbox);
  await ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
  const seen: unknown[] = [];
  for (let look = 0; look < 40; look++) {
    await sandbox.clock.sleep(5000);
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    seen.push(sandbox.clock.now(), services);
  }
  return JSON.stringify(seen);
}

describe('the demonstration', () => {
  it('starts with a steady service and two healthy tasks of image 1', async () => {
    const sandbox = new Sandbox();
    seedDemo(sandbox);
    const { ecs, elbv2 } = clientsOf(sandbox);
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    expect(services).toMatchObject([
      { runningCount: 2, desiredCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] },
    ]);
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, serviceName: service }));
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
    expect(tasks?.map((task) => task.lastStatus)).toEqual(['RUNNING', 'RUNNING']);
    const { TargetGroups } = await elbv2.send(new DescribeTargetGroupsCommand({ Names: ['demo-web'] }));
    const { TargetHealthDescriptions } = await elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }),
    );
    expect(TargetHealthDescriptions?.map((target) => target.TargetHealth)).toEqual([
      { State: 'healthy' },
      { State: 'healthy' },
    ]);
    const { serviceDeployments } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
    const described = await ecs.send(
      new DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: serviceDeployments?.map((deployment) => deployment.serviceDeploymentArn ?? ''),
      }),
    );
    expect(described.serviceDeployments).toMatchObject([{ status: 'SUCCESSFUL' }]);
  });

  it('can be made again after a reset', () => {
    const sandbox = new Sandbox();
    seedDemo(sandbox);
    sandbox.control.reset();
    expect(sandbox.control.status()).toMatchObject({ clusters: 0, services: 0 });
    seedDemo(sandbox);
    expect(sandbox.control.status()).toMatchObject({ clusters: 1, services: 1 });
  });
});

describe('the demonstration of a canary', () => {
  const { cluster, service } = canaryDemo;

  it('starts with a steady service of image 1 behind one of its two target groups', async () => {
    const sandbox = new Sandbox();
    seedDemoWorld(sandbox);
    const { ecs } = clientsOf(sandbox);

    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));

    expect(services).toMatchObject([
      {
        runningCount: 2,
        deployments: [{ rolloutState: 'COMPLETED' }],
        deploymentConfiguration: { strategy: 'CANARY', bakeTimeInMinutes: 1 },
      },
    ]);
    expect(await weightsOf(sandbox, service)).toEqual({ 'demo-shop-blue': 100, 'demo-shop-green': 0 });
  });

  it('moves a tenth of the requests for a minute, then all of them', async () => {
    const sandbox = new Sandbox();
    seedDemoWorld(sandbox);
    const { ecs } = clientsOf(sandbox);
    await ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));

    const seen: string[] = [];
    for (let look = 0; look < 120; look++) {
      await sandbox.clock.sleep(5000);
      const { 'demo-shop-green': weight } = await weightsOf(sandbox, service);
      if (seen.at(-1) !== String(weight)) seen.push(String(weight));
    }

    expect(seen).toEqual(['0', '10', '100']);
    const { serviceDeployments } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
    expect(serviceDeployments?.map((deployment) => deployment.status)).toEqual(['SUCCESSFUL', 'SUCCESSFUL']);
  });
});

describe('the demonstration of CodeDeploy', () => {
  const { cluster, service, application, group, alarm, blue, green } = codeDeployDemo;

  function begin() {
    const sandbox = new Sandbox();
    seedDemoWorld(sandbox);
    return { sandbox, ...clientsOf(sandbox) };
  }

  /** Begins a deployment of image 2; its id. */
  async function release({ ecs, codedeploy }: ReturnType<typeof begin>): Promise<string> {
    const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: service }));
    const [container] = taskDefinition?.containerDefinitions ?? [];
    const image = container?.image?.replace(/:1$/, ':2');
    const { taskDefinition: registered } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...taskDefinition,
        family: service,
        containerDefinitions: [{ ...container, image }],
      }),
    );
    const content = JSON.stringify({
      version: 0.0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: registered?.taskDefinitionArn,
              LoadBalancerInfo: { ContainerName: service, ContainerPort: 8080 },
            },
          },
        },
      ],
    });
    const { deploymentId = '' } = await codedeploy.createDeployment({
      applicationName: application,
      deploymentGroupName: group,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    });
    return deploymentId;
  }

  /** Weights of the green target group, one after the other, and how the deployment ended. */
  async function follow(
    { sandbox, codedeploy }: ReturnType<typeof begin>,
    deploymentId: string,
  ): Promise<{ readonly seen: string[]; readonly status: string | undefined }> {
    const seen: string[] = [];
    for (let look = 0; look < 40; look++) {
      await sandbox.clock.sleep(5000);
      const weight = String((await weightsOf(sandbox, service))[green] ?? 0);
      if (seen.at(-1) !== weight) seen.push(weight);
    }
    const { deploymentInfo } = await codedeploy.getDeployment({ deploymentId });
    return { seen, status: deploymentInfo?.status };
  }

  it('starts with a steady service of image 1, and a group that releases it without anybody', async () => {
    const { sandbox, ecs, codedeploy } = begin();

    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));

    expect(services).toMatchObject([
      {
        runningCount: 2,
        deploymentController: { type: 'CODE_DEPLOY' },
        taskSets: [{ status: 'PRIMARY', stabilityStatus: 'STEADY_STATE' }],
      },
    ]);
    expect(Object.keys(await weightsOf(sandbox, service))).toEqual([blue]);
    const { deploymentGroupInfo } = await codedeploy.getDeploymentGroup({
      applicationName: application,
      deploymentGroupName: group,
    });
    expect(deploymentGroupInfo).toMatchObject({
      blueGreenDeploymentConfiguration: { deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' } },
      autoRollbackConfiguration: { enabled: true },
      alarmConfiguration: { enabled: true, alarms: [{ name: alarm }] },
    });
  });

  it('moves a tenth of the requests for a minute, then all of them', async () => {
    const demonstration = begin();
    const deploymentId = await release(demonstration);

    expect(await follow(demonstration, deploymentId)).toEqual({
      seen: ['0', '10', '100'],
      status: 'Succeeded',
    });
  });

  it('goes back in an alarm', async () => {
    const demonstration = begin();
    const deploymentId = await release(demonstration);
    await demonstration.sandbox.clock.sleep(60_000);
    await demonstration.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: alarm, StateValue: 'ALARM', StateReason: 'too many errors' }),
    );

    expect(await follow(demonstration, deploymentId)).toEqual({ seen: ['10', '0'], status: 'Stopped' });
  });
});

/** Of the listener that the load balancer of a service has first. */
async function weightsOf(sandbox: Sandbox, service: string): Promise<Record<string, number>> {
  const { elbv2 } = clientsOf(sandbox);
  const { LoadBalancers } = await elbv2.send(
    new DescribeLoadBalancersCommand({ Names: [`demo-${service}`] }),
  );
  const [loadBalancer] = LoadBalancers ?? [];
  const { Listeners } = await elbv2.send(
    new DescribeListenersCommand({ LoadBalancerArn: loadBalancer?.LoadBalancerArn }),
  );
  const { Rules } = await elbv2.send(new DescribeRulesCommand({ ListenerArn: Listeners?.[0]?.ListenerArn }));
  const groups = Rules?.at(-1)?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return Object.fromEntries(
    groups.map((group) => [group.TargetGroupArn?.split('/')[1], group.Weight]),
  ) as Record<string, number>;
}

describe('the same seed', () => {
  it('gives the same history, another one another', async () => {
    const first = await history(42);
    expect(await history(42)).toBe(first);
    expect(await history(43)).not.toBe(first);
  });
});
