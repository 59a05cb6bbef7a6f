import { createServer as createNetServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  loadBalancerDimension,
  targetGroupDimension,
} from '../../../src/sandbox/elbv2/metrics/dimensions.ts';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import { cloudwatchOperations } from '../../../src/sandbox/cloudwatch/operations/index.ts';
import { ask, forwardTo, Stage } from './stage.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };

let stage: Stage;
let group: TargetGroup;
beforeEach(async () => {
  stage = await Stage.begin();
  group = stage.group('web');
});
afterEach(() => stage.end());

/** What a metric of the load balancer, or of it with the target group, has since the beginning, in a single period of an hour. */
function read(name: string, stat: string, of?: TargetGroup): number | undefined {
  const { world } = stage;
  const now = world.timeline.now();
  const answer = cloudwatchOperations.GetMetricData(
    world,
    {
      StartTime: new Date(now - 86_400_000),
      EndTime: new Date(now),
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApplicationELB',
              MetricName: name,
              Dimensions: [
                { Name: 'LoadBalancer', Value: loadBalancerDimension(stage.loadBalancerArn) },
                ...(of === undefined ? [] : [{ Name: 'TargetGroup', Value: targetGroupDimension(of.arn) }]),
              ],
            },
            Period: 86_400,
            Stat: stat,
          },
        },
      ],
    },
    caller,
  );
  const values = answer.MetricDataResults![0]!.Values!;
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

describe('requests that came', () => {
  it('are counted by what real targets answered, with the time that it took', async () => {
    await stage.httpTarget(group, (request, response) => {
      const wait = request.url === '/slow' ? 30 : 0;
      setTimeout(() => {
        response.statusCode = request.url === '/bad' ? 500 : 200;
        response.end();
      }, wait);
    });
    stage.now(() => stage.listener([forwardTo([group, 1])]));
    const url = await stage.url();
    for (const path of ['/', '/slow', '/bad', '/']) await ask(`${url}${path}`);
    expect(read('RequestCount', 'Sum')).toBeUndefined();
    stage.server.sandbox.control.advance(60_000);
    for (const place of [undefined, group]) {
      expect(read('RequestCount', 'Sum', place)).toBe(4);
      expect(read('HTTPCode_Target_2XX_Count', 'Sum', place)).toBe(3);
      expect(read('HTTPCode_Target_5XX_Count', 'Sum', place)).toBe(1);
      expect(read('TargetResponseTime', 'SampleCount', place)).toBe(4);
      expect(read('TargetResponseTime', 'Maximum', place)).toBeGreaterThanOrEqual(0.029);
      expect(read('TargetResponseTime', 'Minimum', place)).toBeLessThan(0.029);
    }
    expect(read('HTTPCode_ELB_5XX_Count', 'Sum')).toBeUndefined();
  });

  it('are counted where a target breaks off, and where there is none', async () => {
    await stage.target(
      group,
      createNetServer((socket) => socket.destroy()),
    );
    const empty = stage.group('empty');
    stage.now(() => {
      stage.listener([forwardTo([group, 1])]);
      stage.listener([forwardTo([empty, 1])], 81);
    });
    expect((await ask(await stage.url())).status).toBe(502);
    expect((await ask(await stage.url(81))).status).toBe(503);
    stage.server.sandbox.control.advance(60_000);
    expect(read('RequestCount', 'Sum', group)).toBe(1);
    expect(read('RequestCount', 'Sum')).toBe(1);
    expect(read('HTTPCode_ELB_5XX_Count', 'Sum')).toBe(2);
    expect(read('HTTPCode_ELB_502_Count', 'Sum')).toBe(1);
    expect(read('HTTPCode_ELB_503_Count', 'Sum')).toBe(1);
    expect(read('HTTPCode_Target_5XX_Count', 'Sum')).toBeUndefined();
  });

  it('take as long as a simulated target says', async () => {
    stage.register(group, undefined, () => ({ kind: 'answer', status: 404, latency: 12 }));
    stage.now(() => stage.listener([forwardTo([group, 1])]));
    await ask(await stage.url());
    stage.server.sandbox.control.advance(60_000);
    expect(read('TargetResponseTime', 'p99', group)).toBe(0.012);
    expect(read('HTTPCode_Target_4XX_Count', 'Sum', group)).toBe(1);
  });
});
