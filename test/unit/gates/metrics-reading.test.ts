import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricSeries } from '../../../src/aws/metrics.ts';
import {
  loadBalancerQuestion,
  ownQuestion,
  serviceQuestion,
} from '../../../src/gates/checks/metrics-question.ts';
import { readMetric } from '../../../src/gates/checks/metrics-reading.ts';

const series = (id: string, ...values: readonly number[]): MetricSeries => ({
  id,
  status: 'Complete',
  points: values.map((value, nth) => ({ at: nth * 60_000, value })),
  messages: [],
});
const groups = [{ targetGroup: 'targetgroup/web/1', loadBalancers: ['app/web/9'] }];
const rate = loadBalancerQuestion('alb-5xx-rate', groups);
const latency = loadBalancerQuestion('alb-latency-p99', groups);

describe('the share of 5xx', () => {
  it('is what failed of all requests, over all minutes', () => {
    expect(readMetric(rate, [series('errors0', 1, 4), series('requests0', 100, 400)], 50)).toEqual({
      kind: 'number',
      value: 1,
      samples: 500,
    });
  });

  it('is 0 where CloudWatch has counted no 5xx, which it then does not report', () => {
    expect(readMetric(rate, [series('errors0'), series('requests0', 100)], 50)).toMatchObject({ value: 0 });
    expect(readMetric(rate, [series('requests0', 100)], 50)).toMatchObject({ value: 0 });
  });

  it('is nothing without requests, and with too few of them', () => {
    expect(readMetric(rate, [series('errors0', 3), series('requests0')], 0)).toEqual({
      kind: 'too-few',
      samples: 0,
    });
    expect(readMetric(rate, [series('requests0', 49)], 50)).toEqual({ kind: 'too-few', samples: 49 });
  });
});

describe('a percentile', () => {
  it('weighs each minute by its requests', () => {
    expect(readMetric(latency, [series('latency0', 1, 5), series('requests0', 300, 100)], 1)).toEqual({
      kind: 'number',
      value: 2,
      samples: 400,
    });
  });

  it('counts requests only of minutes in which it is known', () => {
    expect(readMetric(latency, [series('latency0', 1), series('requests0', 10, 1000)], 50)).toEqual({
      kind: 'too-few',
      samples: 10,
    });
  });

  it('lies between the lowest and the highest minute', () => {
    const minute = fc.record({
      p99: fc.double({ min: 0, max: 60, noNaN: true }),
      requests: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 1, maxLength: 30 }), (all) => {
        const values = all.map(({ p99 }) => p99);
        const reading = readMetric(
          latency,
          [series('latency0', ...values), series('requests0', ...all.map(({ requests }) => requests))],
          1,
        );
        if (reading.kind !== 'number') throw new Error(reading.kind);
        expect(reading.value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(reading.value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('utilization', () => {
  const cpu = serviceQuestion('cpu', { cluster: 'prod', service: 'web' });

  it('is the mean of all tasks in all minutes', () => {
    expect(readMetric(cpu, [series('utilization', 20, 80), series('samples', 2, 4)], 1)).toMatchObject({
      value: 60,
      samples: 6,
    });
  });
});

describe('a query of the configuration', () => {
  const metric = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [] };
  const orders = { Id: 'orders', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } };

  it('is the mean of its values in the window, with the samples of its metric', () => {
    expect(
      readMetric(ownQuestion([orders]), [series('orders', 10, 30), series('ecsdeploySamples0', 5, 6)], 1),
    ).toEqual({ kind: 'number', value: 20, samples: 11 });
  });

  it('counts its values as samples where it names no metric', () => {
    const search = ownQuestion([{ Id: 'q', Expression: 'SELECT SUM(Orders) FROM Shop' }]);

    expect(readMetric(search, [series('q', 1, 2, 3)], 3)).toMatchObject({ value: 2, samples: 3 });
    expect(readMetric(search, [series('q', 1, 2, 3)], 4)).toEqual({ kind: 'too-few', samples: 3 });
  });

  it('is not measured where it makes several series', () => {
    const search = ownQuestion([{ Id: 'q', Expression: "SEARCH('Orders', 'Sum')" }]);

    expect(readMetric(search, [series('q', 1), series('q', 2)], 1)).toMatchObject({ kind: 'unmeasured' });
  });

  it('is not measured where a value is no number', () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const found = [series('orders', odd), series('ecsdeploySamples0', 100)];
      expect(readMetric(ownQuestion([orders]), found, 1)).toMatchObject({ kind: 'unmeasured' });
      const counted = [series('orders', 1), series('ecsdeploySamples0', odd)];
      expect(readMetric(ownQuestion([orders]), counted, 1)).toMatchObject({ kind: 'unmeasured' });
    }
  });
});

describe('what AWS could not answer', () => {
  it.each(['PartialData', 'InternalError', 'Forbidden'])('is not measured: %s', (status) => {
    const partly = { ...series('requests0', 1000), status, messages: ['try again'] };

    expect(readMetric(rate, [series('errors0'), partly], 1)).toEqual({
      kind: 'unmeasured',
      error: `CloudWatch answered ${status} for requests0 (try again)`,
    });
  });
});
