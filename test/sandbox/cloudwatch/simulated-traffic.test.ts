import { GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import { minute, TrafficStage } from './traffic-stage.ts';

let stage: TrafficStage;
beforeEach(() => {
  stage = new TrafficStage();
});

const newImage = 'registry.test/shop:2';

describe('simulated traffic', () => {
  it('shows the errors of a canary at its own target group only', async () => {
    stage.sandbox.control.behave(newImage, { http: { errorRate: 0.5 } });
    stage.shift(90, 10);
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 10 });
    stage.sandbox.control.advance(2 * minute);
    const twice = (value: number) => [
      [0, value],
      [60, value],
    ];
    const sum = (name: string, group?: string) => stage.since(begin, stage.query(name, 'Sum', group));
    expect(await sum('RequestCount')).toEqual(twice(600));
    expect(await sum('RequestCount', stage.blue)).toEqual(twice(540));
    expect(await sum('RequestCount', stage.green)).toEqual(twice(60));
    expect(await sum('HTTPCode_Target_2XX_Count', stage.green)).toEqual(twice(30));
    expect(await sum('HTTPCode_Target_5XX_Count', stage.green)).toEqual(twice(30));
    expect(await sum('HTTPCode_Target_5XX_Count')).toEqual(twice(30));
    expect(await sum('HTTPCode_Target_5XX_Count', stage.blue)).toEqual([]);
    expect(await sum('HTTPCode_ELB_5XX_Count')).toEqual([]);
  });

  it('leaves targets healthy that fail a share of their requests', async () => {
    stage.sandbox.control.behave(newImage, { http: { errorRate: 1 } });
    const begin = stage.toMinute();
    stage.sandbox.control.advance(5 * minute);
    const healthy = await stage.since(begin, stage.query('HealthyHostCount', 'Minimum', stage.green));
    expect(healthy.map(([, value]) => value)).toEqual([2, 2, 2, 2, 2]);
  });

  it('measures latency in seconds, with percentiles', async () => {
    stage.sandbox.control.behave(newImage, { http: { latency: 900 } });
    stage.shift(98, 2);
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 100 });
    stage.sandbox.control.advance(minute);
    const latency = (stat: string, group?: string) =>
      stage.since(begin, stage.query('TargetResponseTime', stat, group));
    expect(await latency('p99')).toEqual([[0, 0.9]]);
    expect(await latency('p98')).toEqual([[0, 0.005]]);
    expect(await latency('p50', stage.green)).toEqual([[0, 0.9]]);
    expect(await latency('Maximum', stage.blue)).toEqual([[0, 0.005]]);
    expect(await latency('SampleCount', stage.green)).toEqual([[0, 120]]);
    expect(await latency('Average')).toEqual([[0, 0.0229]]);
  });

  it('has no data while no requests come', async () => {
    const begin = stage.toMinute();
    stage.sandbox.control.advance(3 * minute);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum'))).toEqual([]);
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    stage.sandbox.control.advance(minute);
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 0 });
    stage.sandbox.control.advance(2 * minute);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.blue))).toEqual([[180, 60]]);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.green))).toEqual([]);
  });

  it('follows weights that change in mid-minute', async () => {
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 10 });
    stage.sandbox.control.advance(15_000);
    stage.shift(50, 50);
    stage.sandbox.control.advance(45_000);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.blue))).toEqual([[0, 375]]);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.green))).toEqual([[0, 225]]);
  });

  it('follows a behaviour that changes in mid-minute', async () => {
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 10 });
    stage.sandbox.control.advance(54_000);
    stage.sandbox.control.behave('registry.test/shop:1', { http: { errorRate: 0.1 } });
    stage.sandbox.control.advance(6_000);
    expect(await stage.since(begin, stage.query('HTTPCode_Target_5XX_Count', 'Sum'))).toEqual([[0, 6]]);
    expect(await stage.since(begin, stage.query('HTTPCode_Target_2XX_Count', 'Sum'))).toEqual([[0, 594]]);
  });

  it('loses no request of a trickle', async () => {
    stage.shift(1, 2);
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 0.01 });
    stage.sandbox.control.advance(100 * minute);
    const sums = await stage.since(begin, stage.query('RequestCount', 'Sum'));
    expect(sums.reduce((total, [, value]) => total + value, 0)).toBe(60);
    expect(sums.length).toBeLessThanOrEqual(60);
  });

  it('meets the load balancer itself where no target is left', async () => {
    stage.scale('blue', 0);
    stage.sandbox.control.advance(10 * minute);
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    stage.sandbox.control.advance(minute);
    expect(await stage.since(begin, stage.query('HTTPCode_ELB_5XX_Count', 'Sum'))).toEqual([[0, 60]]);
    expect(await stage.since(begin, stage.query('HTTPCode_ELB_503_Count', 'Sum'))).toEqual([[0, 60]]);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum'))).toEqual([]);
    expect(await stage.since(begin, stage.query('HealthyHostCount', 'Sum', stage.blue))).toEqual([]);
  });

  it('waits in vain for targets that take longer than the load balancer has patience', async () => {
    stage.call(elbv2Operations.ModifyLoadBalancerAttributes, {
      LoadBalancerArn: stage.loadBalancer,
      Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '2' }],
    });
    stage.sandbox.control.behave('registry.test/shop:1', { http: { latency: 2000 } });
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    stage.sandbox.control.advance(minute);
    expect(await stage.since(begin, stage.query('HTTPCode_ELB_504_Count', 'Sum'))).toEqual([[0, 60]]);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.blue))).toEqual([[0, 60]]);
    expect(await stage.since(begin, stage.query('TargetResponseTime', 'Maximum'))).toEqual([]);
  });

  it('shows a minute when it is over', async () => {
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    stage.sandbox.control.advance(minute - 1);
    const EndTime = new Date(stage.now + 5 * minute);
    const query = { EndTime, MetricDataQueries: [stage.query('RequestCount', 'Sum')] };
    expect((await stage.data(query))[0]!.Values).toEqual([]);
    stage.sandbox.control.advance(1);
    const [result] = await stage.data(query);
    expect(result).toMatchObject({ Values: [60], Timestamps: [new Date(begin)], StatusCode: 'Complete' });
  });

  it('comes by the rules of a listener', async () => {
    stage.call(elbv2Operations.CreateRule, {
      ListenerArn: stage.listener,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/new/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: stage.green }],
    });
    const begin = stage.toMinute();
    stage.sandbox.control.traffic(stage.loadBalancer, { requestsPerSecond: 1, port: 80, path: '/new/page' });
    stage.sandbox.control.advance(minute);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum'))).toEqual([[0, 60]]);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.green))).toEqual([[0, 60]]);
  });

  it('costs little over a long time', async () => {
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1000 });
    stage.sandbox.control.advance(24 * 60 * minute);
    const [result] = await stage.data({
      StartTime: new Date(begin),
      MetricDataQueries: [
        { Id: 'm', MetricStat: { ...stage.query('RequestCount', 'Sum').MetricStat!, Period: 86_400 } },
      ],
    });
    const total = result!.Values!.reduce((sum, value) => sum + value, 0);
    expect(total).toBe(1000 * 24 * 3600);
  });

  it('is told of by name, and ends with a reset', () => {
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 3 });
    expect(stage.sandbox.control.status().traffic).toEqual([
      { loadBalancer: 'shop', requestsPerSecond: 3, port: 80, path: '/' },
    ]);
    expect(() => stage.sandbox.control.traffic('shoq', { requestsPerSecond: 3 })).toThrow(
      'There is no load balancer shoq; there are shop.',
    );
    stage.sandbox.control.reset();
    expect(stage.sandbox.control.status().traffic).toEqual([]);
  });

  it('is refused where nobody listens', () => {
    const traffic = (stream: { requestsPerSecond: number; port?: number }) => () =>
      stage.sandbox.control.traffic('shop', stream);
    expect(traffic({ requestsPerSecond: 3, port: 81 })).toThrow(
      'The load balancer shop has no listener at port 81; its listener is at port 80.',
    );
    expect(traffic({ requestsPerSecond: 0, port: 81 })()).toBeUndefined();
    stage.call(elbv2Operations.DeleteListener, { ListenerArn: stage.listener });
    expect(traffic({ requestsPerSecond: 3 })).toThrow(
      'The load balancer shop has no listener to which requests could come.',
    );
  });

  it('comes to a listener once, whether its port is named or not, and all of it ends without a port', async () => {
    const traffic = (requestsPerSecond: number, port?: number) =>
      stage.sandbox.control.traffic('shop', { requestsPerSecond, port });
    stage.call(elbv2Operations.CreateListener, {
      LoadBalancerArn: stage.loadBalancer,
      Port: 81,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: stage.green }],
    });
    const begin = stage.toMinute();
    traffic(5);
    traffic(1, 80);
    traffic(2, 81);
    stage.sandbox.control.advance(minute);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.blue))).toEqual([[0, 60]]);
    expect(await stage.since(begin, stage.query('RequestCount', 'Sum', stage.green))).toEqual([[0, 120]]);
    traffic(0, 81);
    expect(stage.sandbox.control.status().traffic).toMatchObject([{ port: 80 }]);
    traffic(0);
    expect(stage.sandbox.control.status().traffic).toEqual([]);
  });

  it('says when none of it shows, since targets are real or nobody listens any more', () => {
    const targets = stage.sandbox.world.elbv2.targetGroup(stage.blue)!.targets;
    const [first, second] = [...targets];
    const endpoint = { host: '127.0.0.1', port: 9 };
    const traffic = () => stage.sandbox.control.traffic('shop', { requestsPerSecond: 0.3 });
    expect(traffic()).toEqual({ loadBalancer: 'shop', requestsPerSecond: 0.3, port: 80, path: '/' });
    targets.set(first![0], { ...first![1], endpoint });
    expect(traffic()).toMatchObject({ unseen: 'some-real' });
    targets.set(second![0], { ...second![1], endpoint });
    expect(traffic()).toMatchObject({ unseen: 'all-real' });
    stage.call(elbv2Operations.DeleteListener, { ListenerArn: stage.listener });
    expect(stage.sandbox.control.status().traffic).toMatchObject([{ port: 80, unseen: 'no-listener' }]);
  });

  it('asks which load balancer is meant where two regions have one of its name', () => {
    const input = { Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] };
    elbv2Operations.CreateLoadBalancer(stage.sandbox.worldOf('eu-west-1'), input, {
      arn: '',
      accessKeyId: '',
    });
    expect(() => stage.sandbox.control.traffic('shop', { requestsPerSecond: 3 })).toThrow(
      /^Several regions have a load balancer shop; name one by its ARN: arn:aws:\S+us-east-1\S+, arn:aws:\S+eu-west-1\S+\.$/,
    );
    expect(stage.sandbox.control.traffic(stage.loadBalancer, { requestsPerSecond: 3 })).toBeDefined();
  });

  it('follows an idle timeout that changes in mid-minute', async () => {
    stage.sandbox.control.behave('registry.test/shop:1', { http: { latency: 2000 } });
    const begin = stage.toMinute();
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    stage.sandbox.control.advance(20_000);
    stage.call(elbv2Operations.ModifyLoadBalancerAttributes, {
      LoadBalancerArn: stage.loadBalancer,
      Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '2' }],
    });
    stage.sandbox.control.advance(40_000);
    expect(await stage.since(begin, stage.query('HTTPCode_Target_2XX_Count', 'Sum'))).toEqual([[0, 20]]);
    expect(await stage.since(begin, stage.query('HTTPCode_ELB_504_Count', 'Sum'))).toEqual([[0, 40]]);
  });

  it('tells nothing of the future, however far one asks', async () => {
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    const begin = stage.toMinute();
    stage.sandbox.control.advance(minute);
    const { Datapoints } = await stage.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCount',
        Dimensions: stage.dimensions(),
        StartTime: new Date(begin),
        EndTime: new Date(1e14),
        Period: 86_400_000,
        Statistics: ['Maximum'],
      }),
    );
    expect(Datapoints).toMatchObject([{ Maximum: 1, Unit: 'Count' }]);
  });

  it('is the same in every run', async () => {
    const histories = [];
    for (const run of [stage, new TrafficStage()]) {
      run.sandbox.control.behave(newImage, { http: { errorRate: 0.37, latency: 40 } });
      const begin = run.toMinute();
      run.sandbox.control.traffic('shop', { requestsPerSecond: 7.3 });
      run.shift(70, 30);
      run.sandbox.control.advance(90_000);
      run.scale('green', 5);
      run.sandbox.control.advance(4 * minute);
      histories.push([
        await run.since(begin, run.query('HTTPCode_Target_5XX_Count', 'Sum', run.green)),
        await run.since(begin, run.query('HealthyHostCount', 'Average', run.green)),
      ]);
    }
    expect(histories[0]).toEqual(histories[1]);
    expect(histories[0]![1]!.at(-1)).toEqual([240, 5]);
  });
});

describe('services', () => {
  const usage = (name: string, stat: string) => ({
    Id: 'm',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ECS',
        MetricName: name,
        // In another order than AWS names them.
        Dimensions: [
          { Name: 'ServiceName', Value: 'green' },
          { Name: 'ClusterName', Value: 'demo' },
        ],
      },
      Period: 60,
      Stat: stat,
    },
  });

  it('use CPU and memory as their images do, a sample for each task', async () => {
    const begin = stage.toMinute();
    stage.sandbox.control.advance(minute);
    stage.sandbox.control.behave(newImage, { cpu: 85, memory: 40 });
    stage.sandbox.control.advance(minute);
    stage.scale('green', 1);
    stage.sandbox.control.advance(10 * minute);
    expect((await stage.since(begin, usage('CPUUtilization', 'Average'))).slice(0, 3)).toEqual([
      [0, 10],
      [60, 85],
      [120, 85],
    ]);
    expect((await stage.since(begin, usage('MemoryUtilization', 'Maximum'))).slice(0, 2)).toEqual([
      [0, 20],
      [60, 40],
    ]);
    const tasks = await stage.since(begin, usage('CPUUtilization', 'SampleCount'));
    expect(tasks[1]).toEqual([60, 2]);
    expect(tasks.at(-1)).toEqual([660, 1]);
  });

  it('and load balancers are listed with what they measure', async () => {
    stage.sandbox.control.traffic('shop', { requestsPerSecond: 1 });
    stage.sandbox.control.advance(minute);
    const { Metrics } = await stage.cloudwatch.send(
      new ListMetricsCommand({ Dimensions: [{ Name: 'TargetGroup' }] }),
    );
    const of = (group: string) =>
      Metrics!
        .filter(({ Dimensions }) => Dimensions!.some(({ Value }) => group.endsWith(Value!)))
        .map(({ MetricName }) => MetricName)
        .sort();
    expect(of(stage.blue)).toEqual([
      'HTTPCode_Target_2XX_Count',
      'HealthyHostCount',
      'RequestCount',
      'TargetResponseTime',
      'UnHealthyHostCount',
    ]);
    expect(of(stage.green)).toEqual(['HealthyHostCount', 'UnHealthyHostCount']);
  });
});
