import { describe, expect, it } from '@jest/globals';
import {
  loadBalancerQuestion,
  ownQuestion,
  serviceQuestion,
} from '../../../src/gates/checks/metrics-question.ts';

const group = { targetGroup: 'targetgroup/web/1', loadBalancers: ['app/web/9'] };

describe('loadBalancerQuestion', () => {
  it('asks for answers with 5xx and for requests of the target group', () => {
    const { queries, reading } = loadBalancerQuestion('alb-5xx-rate', [group]);

    expect(queries).toEqual([
      {
        Id: 'errors0',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ApplicationELB',
            MetricName: 'HTTPCode_Target_5XX_Count',
            Dimensions: [
              { Name: 'TargetGroup', Value: 'targetgroup/web/1' },
              { Name: 'LoadBalancer', Value: 'app/web/9' },
            ],
          },
          Period: 60,
          Stat: 'Sum',
        },
      },
      expect.objectContaining({ Id: 'requests0' }),
    ]);
    expect(reading).toEqual({ kind: 'share', of: ['errors0'], in: ['requests0'] });
  });

  it('weighs the 99th percentile of each minute by its requests', () => {
    const { queries, reading, unit } = loadBalancerQuestion('alb-latency-p99', [group, group]);

    expect(queries.map(({ Id }) => Id)).toEqual(['latency0', 'latency1', 'requests0', 'requests1']);
    expect(unit).toBe('seconds');
    expect(reading).toEqual({
      kind: 'weighted-mean',
      values: [
        { value: 'latency0', weight: 'requests0' },
        { value: 'latency1', weight: 'requests1' },
      ],
    });
  });
});

describe('serviceQuestion', () => {
  it('asks for the utilization of the service', () => {
    const { queries } = serviceQuestion('memory', { cluster: 'prod', service: 'web' });

    expect(queries[0]).toMatchObject({
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ECS',
          MetricName: 'MemoryUtilization',
          Dimensions: [
            { Name: 'ClusterName', Value: 'prod' },
            { Name: 'ServiceName', Value: 'web' },
          ],
        },
        Stat: 'Average',
      },
    });
  });
});

describe('ownQuestion', () => {
  const metric = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [] };
  const orders = { Id: 'orders', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' }, ReturnData: false };

  it('hands queries on as they are, and asks for the samples of their metrics', () => {
    const rate = { Id: 'rate', Expression: 'orders / 60', Label: 'orders per second' };
    const { queries, name, reading } = ownQuestion([orders, rate]);

    expect(queries.slice(0, 2)).toEqual([orders, rate]);
    expect(queries[2]).toEqual({
      Id: 'ecsdeploySamples0',
      MetricStat: { Metric: metric, Period: 60, Stat: 'SampleCount' },
    });
    expect(name).toBe('orders per second');
    expect(reading).toEqual({ kind: 'mean', of: 'rate', samples: ['ecsdeploySamples0'] });
  });

  it('takes the last one whose data is returned for the number', () => {
    const { reading } = ownQuestion([{ Id: 'a', Expression: 'orders' }, orders]);

    expect(reading).toMatchObject({ of: 'a' });
  });

  it('asks for samples where the metric is, also in another account', () => {
    const { queries } = ownQuestion([{ ...orders, AccountId: '111122223333' }]);

    expect(queries[1]).toMatchObject({ AccountId: '111122223333' });
  });
});
