import { gzipSync } from 'node:zlib';
import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from '../clients.ts';
import { jsonRequest } from '../wire-requests.ts';

const Namespace = 'shop';
const minute = 60_000;

let sandbox: Sandbox;
let cloudwatch: ReturnType<typeof clientsOf>['cloudwatch'];
let start: number;
beforeEach(() => {
  sandbox = new Sandbox();
  ({ cloudwatch } = clientsOf(sandbox));
  start = sandbox.clock.now();
});

const put = (...MetricData: MetricDatum[]) =>
  cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));

async function read(Stat: string, Period = 60, more: { Unit?: 'Seconds' } = {}): Promise<number[]> {
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(start),
      EndTime: new Date(start + 60 * minute),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        { Id: 'm', MetricStat: { Metric: { Namespace, MetricName: 'm' }, Stat, Period, ...more } },
      ],
    }),
  );
  return MetricDataResults![0]!.Values!;
}

describe('PutMetricData', () => {
  it('keeps values, with how often each was seen, and tells every statistic of them', async () => {
    await put(
      { MetricName: 'm', Value: 1 },
      { MetricName: 'm', Values: [2, 3], Counts: [3, 1] },
      { MetricName: 'm', Timestamp: new Date(start + minute), Values: [10, 20] },
    );
    expect(await read('Sum')).toEqual([10, 30]);
    expect(await read('SampleCount')).toEqual([5, 2]);
    expect(await read('Average')).toEqual([2, 15]);
    expect(await read('Minimum')).toEqual([1, 10]);
    expect(await read('Maximum')).toEqual([3, 20]);
    expect(await read('p50')).toEqual([2, 10]);
    expect(await read('p99.9')).toEqual([3, 20]);
    expect(await read('Sum', 300)).toEqual([40]);
  });

  it('has no percentiles of a set whose values it was not told', async () => {
    const StatisticValues = { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 };
    await put({ MetricName: 'm', StatisticValues });
    expect(await read('Average')).toEqual([2.5]);
    expect(await read('Maximum')).toEqual([4]);
    expect(await read('p90')).toEqual([]);
    const alike = { SampleCount: 3, Sum: 21, Minimum: 7, Maximum: 7 };
    await put({ MetricName: 'm', Timestamp: new Date(start + minute), StatisticValues: alike });
    expect(await read('p90')).toEqual([7]);
  });

  it('has periods below a minute for a high resolution', async () => {
    const at = (seconds: number) => new Date(start + 1000 * seconds);
    await put(
      ...[0, 4, 5, 31].map((seconds): MetricDatum => ({
        MetricName: 'm',
        Value: 1,
        Timestamp: at(seconds),
        StorageResolution: 1,
      })),
    );
    expect(await read('Sum', 1)).toEqual([1, 1, 1, 1]);
    expect(await read('Sum', 5)).toEqual([2, 1, 1]);
    expect(await read('Sum', 30)).toEqual([3, 1]);
    expect(await read('Sum', 60)).toEqual([4]);
  });

  it('keeps seconds for three hours, then minutes for fifteen days', async () => {
    const Timestamp = new Date(start + 31_000);
    await put({ MetricName: 'm', Value: 1, Timestamp, StorageResolution: 1 });
    await put({ MetricName: 'm', Value: 2 });
    const later = async (minutes: number) => {
      sandbox.control.advance(minutes * minute);
      await put({ MetricName: 'n', Value: 1 });
    };
    await later(170);
    expect(await read('Sum', 1)).toEqual([2, 1]);
    await later(80);
    expect(await read('Sum', 1)).toEqual([3]);
    expect(await read('SampleCount', 60)).toEqual([2]);
    await later(14 * 24 * 60);
    expect(await read('Sum')).toEqual([3]);
    await later(24 * 60);
    expect(await read('Sum')).toEqual([]);
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace }));
    expect(Metrics!.map(({ MetricName }) => MetricName)).toEqual(['n']);
  });

  it('stands in the call log without its data', async () => {
    await put({ MetricName: 'm', Value: 1 }, { MetricName: 'm', Value: 2 });
    expect(sandbox.control.calls.recent().map(({ input }) => input)).toEqual([
      { Namespace, MetricData: '2 of them' },
    ]);
  });

  it('keeps units apart', async () => {
    await put({ MetricName: 'm', Value: 1, Unit: 'Seconds' }, { MetricName: 'm', Value: 2, Unit: 'Count' });
    expect(await read('Sum')).toEqual([3]);
    expect(await read('Sum', 60, { Unit: 'Seconds' })).toEqual([1]);
    const { Datapoints, Label } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName: 'm',
        StartTime: new Date(start),
        EndTime: new Date(start + minute),
        Period: 60,
        Statistics: ['Sum'],
        ExtendedStatistics: ['p90'],
      }),
    );
    expect(Label).toBe('m');
    expect(Datapoints).toEqual([
      { Timestamp: new Date(start), Unit: 'Seconds', Sum: 1, ExtendedStatistics: { p90: 1 } },
      { Timestamp: new Date(start), Unit: 'Count', Sum: 2, ExtendedStatistics: { p90: 2 } },
    ]);
  });

  it('takes dimensions in any order for the same metric, and other dimensions for another', async () => {
    const [a, b] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ];
    await put(
      { MetricName: 'm', Value: 1, Dimensions: [a, b] },
      { MetricName: 'm', Value: 1, Dimensions: [b, a] },
      { MetricName: 'm', Value: 1, Dimensions: [a] },
    );
    expect(await read('Sum')).toEqual([]);
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace, MetricName: 'm' }));
    expect(Metrics!.map(({ Dimensions }) => Dimensions)).toEqual([[a, b], [a]]);
    const { Metrics: one } = await cloudwatch.send(
      new ListMetricsCommand({ Namespace, Dimensions: [{ Name: 'b', Value: '2' }] }),
    );
    expect(one).toHaveLength(1);
  });

  it('reads a body that was made smaller', async () => {
    const body = JSON.stringify({ Namespace, MetricData: [{ MetricName: 'm', Value: 4 }] });
    const request = jsonRequest('GraniteServiceVersion20100801.PutMetricData', '', 'monitoring');
    const headers = { ...request.headers, 'content-encoding': 'gzip' };
    const answer = await sandbox.handle({ ...request, headers, body: gzipSync(body) });
    expect(answer.status).toBe(200);
    expect(await read('Sum')).toEqual([4]);
    const broken = await sandbox.handle({ ...request, headers, body });
    expect(broken.status).toBe(400);
  });

  const exclusive = (one: string, other: string): [string, string] => [
    'InvalidParameterCombinationException',
    `The parameters MetricData.member.1.${one} and MetricData.member.1.${other} are mutually exclusive and you have specified both.`,
  ];
  const invalid = (message: string): [string, string] => ['InvalidParameterValueException', message];
  const set = { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 };
  const refused: [string, MetricDatum, [string, string]][] = [
    [
      'nothing measured',
      { MetricName: 'm' },
      [
        'MissingRequiredParameterException',
        'At least one of the parameters MetricData.member.1.Value, MetricData.member.1.Values or MetricData.member.1.StatisticValues must be specified.',
      ],
    ],
    ['a value and values', { MetricName: 'm', Value: 1, Values: [1] }, exclusive('Value', 'Values')],
    [
      'a value and a set',
      { MetricName: 'm', Value: 1, StatisticValues: set },
      exclusive('Value', 'StatisticValues'),
    ],
    [
      'counts that do not fit',
      { MetricName: 'm', Values: [1, 2], Counts: [1] },
      invalid(
        'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
      ),
    ],
    [
      'a negative count',
      { MetricName: 'm', Values: [1, 2], Counts: [1, -1] },
      invalid('The value -1 for parameter MetricData.member.1.Counts.member.2 is invalid.'),
    ],
    [
      'a set of nothing',
      { MetricName: 'm', StatisticValues: { ...set, SampleCount: 0 } },
      invalid('The parameter MetricData.member.1.StatisticValues.SampleCount must be greater than 0.'),
    ],
    [
      'a number that is too large',
      { MetricName: 'm', Value: 2 ** 361 },
      invalid(`The value ${2 ** 361} for parameter MetricData.member.1.Value is invalid.`),
    ],
    [
      'an old time',
      { MetricName: 'm', Value: 1, Timestamp: new Date('2025-12-31T00:00:00Z') },
      invalid(
        'The value 2025-12-31T00:00:00.000Z for parameter MetricData.member.1.Timestamp must specify a time no more than two weeks in the past.',
      ),
    ],
    [
      'a time to come',
      { MetricName: 'm', Value: 1, Timestamp: new Date('2026-01-16T00:00:00Z') },
      invalid(
        'The value 2026-01-16T00:00:00.000Z for parameter MetricData.member.1.Timestamp must specify a time no more than two hours in the future.',
      ),
    ],
    [
      'a resolution that there is not',
      { MetricName: 'm', Value: 1, StorageResolution: 5 },
      invalid('The value 5 for parameter MetricData.member.1.StorageResolution must be 1 or 60.'),
    ],
  ];
  it.each(refused)('refuses %s, and keeps nothing of the request', async (_what, datum, [name, message]) => {
    expect(await refusal(put(datum, { MetricName: 'm', Value: 1 }))).toEqual({ name, message });
    expect(await read('Sum')).toEqual([]);
  });

  it("refuses AWS's own namespaces, and a request without data", async () => {
    const of = (Namespace: string) =>
      refusal(cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData: [] })));
    expect(await of('AWS/ECS')).toEqual({
      name: 'InvalidParameterValueException',
      message: 'The value AWS/ECS for parameter Namespace is invalid.',
    });
    expect(await of('shop')).toEqual({
      name: 'MissingRequiredParameterException',
      message: 'The parameter MetricData is required.',
    });
  });

  it('is forgotten with a reset', async () => {
    await put({ MetricName: 'm', Value: 1 });
    sandbox.control.reset();
    expect(await read('Sum')).toEqual([]);
  });
});
