import { GetMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { canaryDemo, seedCanary } from '../../../src/sandbox/demo-canary.ts';
import { seedDemo } from '../../../src/sandbox/demo.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import {
  loadBalancerDimension,
  targetGroupDimension,
} from '../../../src/sandbox/elbv2/metrics/dimensions.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf } from '../clients.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'AKIATEST' };

/** The demonstration's canary: 10 % of the requests for a minute, then all of them, and a minute's bake. */
describe('a canary that ECS carries out', () => {
  it('gets its share of the requests and all of the errors, from the moment when the weights move', async () => {
    const sandbox = new Sandbox();
    seedDemo(sandbox);
    seedCanary(sandbox);
    const { world, control, clock } = sandbox;
    const { elbv2 } = world;
    const arnOf = (name: string) =>
      [...elbv2.targetGroups.values()].find((group) => group.name === `demo-shop-${name}`)!.arn;
    const [blue, green] = [arnOf('blue'), arnOf('green')];
    const balancer = [...elbv2.loadBalancers.values()].find(({ name }) => name === 'demo-shop')!;
    const { cluster, service } = canaryDemo;
    const known = ecsOperations.DescribeTaskDefinition(world, { taskDefinition: service }, caller);
    const [container] = known.taskDefinition!.containerDefinitions!;
    const image = container!.image!.replace(/:1$/, ':2');
    ecsOperations.RegisterTaskDefinition(
      world,
      {
        ...(known.taskDefinition as { family: string }),
        containerDefinitions: [{ ...container, image }],
      },
      caller,
    );
    control.behave(image, { http: { errorRate: 0.5, latency: 250 } });
    const begin = Math.ceil(clock.now() / 60_000) * 60_000;
    control.advance(begin - clock.now());
    control.traffic('demo-shop', { requestsPerSecond: 100 });
    ecsOperations.UpdateService(world, { cluster, service, taskDefinition: `${service}:2` }, caller);
    control.advance(10 * 60_000);

    const { cloudwatch } = clientsOf(sandbox);
    const sums = (name: string, group: string) =>
      perMinute(cloudwatch, begin, clock.now(), name, loadBalancerDimension(balancer.arn), group);
    const toBlue = await sums('RequestCount', blue);
    const toGreen = await sums('RequestCount', green);
    const errors = await sums('HTTPCode_Target_5XX_Count', green);
    // Every request went to the one or the other. Of three kinds of answers one request each may wait to be whole.
    const all = toBlue.map((value, at) => (value ?? 0) + (toGreen[at] ?? 0));
    for (const value of all) expect(Math.abs(value - 6000)).toBeLessThanOrEqual(3);
    const total = all.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(total - 60_000)).toBeLessThanOrEqual(3);
    // A tenth for a minute, which is not one of the clock's, and then all of them.
    const first = toGreen.findIndex((value) => value !== undefined);
    expect(toGreen[first]).toBeLessThan(600);
    expect(toGreen[first + 1]).toBe(600);
    expect(toGreen[first + 2]).toBeGreaterThan(600);
    expect(toGreen[first + 2]).toBeLessThan(6000);
    expect(Math.abs(toGreen[9]! - 6000)).toBeLessThanOrEqual(2);
    for (const [at, value] of toGreen.entries()) {
      if (value !== undefined) expect(Math.abs(errors[at]! - value / 2)).toBeLessThanOrEqual(1);
    }
    expect((await sums('HTTPCode_Target_5XX_Count', blue)).every((value) => value === undefined)).toBe(true);
  });
});

/** The sums of a metric of a target group, minute by minute. */
async function perMinute(
  cloudwatch: CloudWatchClient,
  from: number,
  to: number,
  name: string,
  loadBalancer: string,
  group: string,
): Promise<(number | undefined)[]> {
  const Dimensions = [
    { Name: 'LoadBalancer', Value: loadBalancer },
    { Name: 'TargetGroup', Value: targetGroupDimension(group) },
  ];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: name, Dimensions };
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    }),
  );
  const { Timestamps, Values } = MetricDataResults![0]!;
  const sums: (number | undefined)[] = Array.from({ length: (to - from) / 60_000 }, () => undefined);
  for (const [index, at] of Timestamps!.entries()) sums[(at.getTime() - from) / 60_000] = Values![index];
  return sums;
}
