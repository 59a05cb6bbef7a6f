import { Agent } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import type { ServiceRecord } from '../../../src/sandbox/ecs/records/service.ts';
import { prepareTraffic } from '../../../src/sandbox/ecs/traffic/prepare-traffic.ts';
import { shiftTraffic } from '../../../src/sandbox/ecs/traffic/shift-traffic.ts';
import type { Operation } from '../../../src/sandbox/operation.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../../src/sandbox/server.ts';
import { aTaskDefinition } from '../ecs/rehearsal.ts';
import { twoGroups } from '../ecs/two-groups.ts';
import { ask } from './stage.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };
const image = (version: number): string => `registry.test/web:${version}`;

let server: SandboxServer;
/** Where production and tests are asked. */
let urls: { readonly production: string; readonly test: string };
let service: ServiceRecord;

const call = <Input, Output>(operation: Operation<Input, Output>, input: Input): Output =>
  operation(server.sandbox.world, input, caller);

/** Version 1 behind the one group, version 2 behind the other, both healthy. */
beforeEach(async () => {
  const sandbox = new Sandbox();
  // Time stands almost still while requests are counted: the old tasks of a rolling update would leave.
  server = await SandboxServer.start(sandbox, { port: 0, speed: 0.001 });
  for (const version of [1, 2]) sandbox.control.behave(image(version), { http: { latency: 0 } });
  const pair = twoGroups({ call });
  call(ecsOperations.CreateCluster, { clusterName: 'demo' });
  call(ecsOperations.RegisterTaskDefinition, aTaskDefinition(image(1)));
  call(ecsOperations.CreateService, {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'web:1',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    loadBalancers: [pair.loadBalancer],
  });
  sandbox.control.advance(120_000);
  call(ecsOperations.RegisterTaskDefinition, aTaskDefinition(image(2)));
  call(ecsOperations.UpdateService, { cluster: 'demo', service: 'web', taskDefinition: 'web:2' });
  service = sandbox.world.ecs.clusters.get('demo')!.services.get('web')!;
  prepareTraffic(sandbox.world, service, target());
  const green = sandbox.world.elbv2.targetGroup(pair.green)!;
  const isServing = (): boolean =>
    [...green.targets.values()].filter(({ health }) => health.state === 'healthy').length > 0;
  for (let looks = 0; looks < 300 && !isServing(); looks++) sandbox.control.advance(100);
  const answer = await fetch(`${server.url}/_sandbox/listeners`);
  const { listeners } = (await answer.json()) as { listeners: { port: number; url: string }[] };
  const at = (port: number): string => listeners.find((listener) => listener.port === port)!.url;
  urls = { production: at(80), test: at(8080) };
});
afterEach(() => server.stop());

const target = () => service.serviceDeployments[0]!.deployment.revision;

function shift(which: 'test' | 'production', percent: number): void {
  expect(shiftTraffic(server.sandbox.world, service, target(), which, percent)).toEqual({ kind: 'shifted' });
}

/** How many of so many requests each version answered. */
async function answersBy(url: string, requests: number): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true });
  const counts: Record<string, number> = {};
  for (let request = 0; request < requests; request++) {
    const { body } = await ask(url, { agent });
    const version = (JSON.parse(body) as { image: string }).image.split(':')[1]!;
    counts[version] = (counts[version] ?? 0) + 1;
  }
  agent.destroy();
  return counts;
}

describe('requests during a shift', () => {
  it('go to the versions as the weights say, exactly', async () => {
    expect(await answersBy(urls.production, 20)).toEqual({ 1: 20 });

    shift('production', 10);
    expect(await answersBy(urls.production, 100)).toEqual({ 1: 90, 2: 10 });

    shift('production', 25);
    expect(await answersBy(urls.production, 100)).toEqual({ 1: 75, 2: 25 });

    shift('production', 0);
    expect(await answersBy(urls.production, 20)).toEqual({ 1: 20 });
  });

  it('go there in parts of a thousand', async () => {
    shift('production', 0.5);

    expect(await answersBy(urls.production, 200)).toEqual({ 1: 199, 2: 1 });
  });

  it('reach the new version by the test listener only, once test traffic was shifted', async () => {
    shift('test', 100);

    expect(await answersBy(urls.test, 20)).toEqual({ 2: 20 });
    expect(await answersBy(urls.production, 20)).toEqual({ 1: 20 });
  });
});
