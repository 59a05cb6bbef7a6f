import { Agent } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { codedeployOperations } from '../../../src/sandbox/codedeploy/operations/index.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { Operation } from '../../../src/sandbox/operation.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../../src/sandbox/server.ts';
import { appSpec } from '../codedeploy/a-group.ts';
import { aTaskDefinition } from '../ecs/rehearsal.ts';
import { ask } from './stage.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };
const image = (version: number): string => `registry.test/web:${version}`;

let server: SandboxServer;
afterEach(() => server.stop());

const call = <Input, Output>(operation: Operation<Input, Output>, input: Input): Output =>
  operation(server.sandbox.world, input, caller);

/** How many of so many requests each version answered. */
async function answersBy(url: string, requests: number): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true });
  const counts: Record<string, number> = {};
  for (let request = 0; request < requests; request++) {
    const { status, body } = await ask(url, { agent });
    const version =
      status === 200 ? (JSON.parse(body) as { image: string }).image.split(':')[1]! : `${status}`;
    counts[version] = (counts[version] ?? 0) + 1;
  }
  agent.destroy();
  return counts;
}

it('requests go to the two task sets of a deployment of CodeDeploy as its listener says, and none is lost', async () => {
  const sandbox = new Sandbox();
  server = await SandboxServer.start(sandbox, { port: 0, speed: 0.001 });
  for (const version of [1, 2]) sandbox.control.behave(image(version), { http: { latency: 0 } });
  const [blue] = ['blue', 'green'].map(
    (Name) =>
      call(elbv2Operations.CreateTargetGroup, {
        Name,
        Protocol: 'HTTP',
        Port: 8080,
        VpcId: 'vpc-1',
        TargetType: 'ip',
      }).TargetGroups![0]!.TargetGroupArn!,
  );
  const { LoadBalancers } = call(elbv2Operations.CreateLoadBalancer, {
    Name: 'web',
    Subnets: ['subnet-1', 'subnet-2'],
  });
  const { Listeners } = call(elbv2Operations.CreateListener, {
    LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn!,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: blue! }],
  });
  call(ecsOperations.CreateCluster, { clusterName: 'demo' });
  const register = (version: number): string =>
    call(ecsOperations.RegisterTaskDefinition, aTaskDefinition(image(version))).taskDefinition!
      .taskDefinitionArn!;
  call(ecsOperations.CreateService, {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: register(1),
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentController: { type: 'CODE_DEPLOY' },
    loadBalancers: [{ targetGroupArn: blue!, containerName: 'app', containerPort: 8080 }],
  });
  sandbox.control.advance(60_000);
  const group = { applicationName: 'shop', deploymentGroupName: 'web' };
  call(codedeployOperations.CreateApplication, { ...group, computePlatform: 'ECS' });
  call(codedeployOperations.CreateDeploymentGroup, {
    ...group,
    serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ecsServices: [{ clusterName: 'demo', serviceName: 'web' }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: 'blue' }, { name: 'green' }],
          prodTrafficRoute: { listenerArns: [Listeners![0]!.ListenerArn!] },
        },
      ],
    },
  });
  call(codedeployOperations.CreateDeployment, {
    ...group,
    deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec(register(2)) } },
  });
  const answer = await fetch(`${server.url}/_sandbox/listeners`);
  const { listeners } = (await answer.json()) as { listeners: { url: string }[] };
  const { url } = listeners[0]!;

  expect(await answersBy(url, 20)).toEqual({ 1: 20 });
  sandbox.control.advance(120_000);
  expect(await answersBy(url, 100)).toEqual({ 1: 90, 2: 10 });
  sandbox.control.advance(300_000);
  expect(await answersBy(url, 50)).toEqual({ 2: 50 });
});
