import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from '../clients.ts';
import { queryRequest } from '../wire-requests.ts';

const Namespace = 'shop';
const minute = 60_000;

let sandbox: Sandbox;
let cloudwatch: ReturnType<typeof clientsOf>['cloudwatch'];
let start: number;
beforeEach(async () => {
  sandbox = new Sandbox();
  ({ cloudwatch } = clientsOf(sandbox));
  start = sandbox.clock.now();
  // Errors in the first and the third minute, requests in the first four; the fifth has nothing.
  const points = [
    ['requests', 0, 100],
    ['requests', 1, 200],
    ['requests', 2, 50],
    ['requests', 3, 10],
    ['errors', 0, 5],
    ['errors', 2, 10],
  ] as const;
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace,
      MetricData: points.map(([MetricName, minutes, Value]) => ({
        MetricName,
        Value,
        Timestamp: new Date(start + minutes * minute),
      })),
    }),
  );
  sandbox.control.advance(5 * minute);
});

const sum = (Id: string, MetricName: string, more: Partial<MetricDataQuery> = {}): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: 'Sum' },
  ReturnData: false,
  ...more,
});
const both = [sum('errors', 'errors'), sum('requests', 'requests')];

function ask(MetricDataQueries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) {
  return cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(start),
      EndTime: new Date(start + 5 * minute),
      ScanBy: 'TimestampAscending',
      MetricDataQueries,
      ...more,
    }),
  );
}

/** The values of an expression over `errors` and `requests`, by minute. */
async function compute(Expression: string): Promise<Record<number, number>[]> {
  const nothing = Expression.includes('nothing') ? [sum('nothing', 'nothing')] : [];
  const { MetricDataResults } = await ask([...both, ...nothing, { Id: 'e', Expression }]);
  return MetricDataResults!.map(({ Timestamps, Values }) =>
    Object.fromEntries(Timestamps!.map((at, index) => [(at.getTime() - start) / minute, Values![index]!])),
  );
}

describe('GetMetricData', () => {
  it('tells the newest first, and only of what is to be returned', async () => {
    const answer = await ask([sum('m', 'errors', { ReturnData: true }), sum('other', 'requests')], {
      ScanBy: undefined,
    });
    expect(answer.MetricDataResults).toEqual([
      {
        Id: 'm',
        Label: 'errors',
        Timestamps: [new Date(start + 2 * minute), new Date(start)],
        Values: [10, 5],
        StatusCode: 'Complete',
      },
    ]);
    expect(answer.Messages).toEqual([]);
    expect(answer.NextToken).toBeUndefined();
  });

  it('begins at whole periods, and ends before the end', async () => {
    const window = (from: number, to: number) => ({
      StartTime: new Date(start + from),
      EndTime: new Date(start + to),
    });
    const values = async (query: MetricDataQuery, from: number, to: number) =>
      (await ask([query], window(from, to))).MetricDataResults![0]!.Values;
    const requests = sum('m', 'requests', { ReturnData: true });
    expect(await values(requests, 59_999, 2 * minute)).toEqual([100, 200]);
    expect(await values(requests, minute, 2 * minute + 1)).toEqual([200, 50]);
    const inFives = { ...requests, MetricStat: { ...requests.MetricStat!, Period: 300 } };
    expect(await values(inFives, 4 * minute, 10 * minute)).toEqual([360]);
  });

  it('gives pages, which know no more than the first', async () => {
    const queries = [
      sum('none', 'nothing', { ReturnData: true }),
      sum('r', 'requests', { ReturnData: true }),
      sum('e', 'errors', { ReturnData: true }),
    ];
    const told: [string, number[], string][][] = [];
    let NextToken: string | undefined;
    do {
      const page = await ask(queries, { MaxDatapoints: 3, NextToken });
      told.push(page.MetricDataResults!.map((result) => [result.Id!, result.Values!, result.StatusCode!]));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(told).toEqual([
      [
        ['none', [], 'Complete'],
        ['r', [100, 200, 50], 'PartialData'],
      ],
      [
        ['r', [10], 'Complete'],
        ['e', [5, 10], 'Complete'],
      ],
    ]);
    expect(await refusal(ask(queries, { NextToken: 'x' }))).toMatchObject({ name: 'ValidationException' });
  });

  it.each([
    ['errors / requests * 100', [{ 0: 5, 2: 20 }]],
    ['FILL(errors, 0) / requests', [{ 0: 0.05, 1: 0, 2: 0.2, 3: 0 }]],
    ['FILL(errors, REPEAT)', [{ 0: 5, 1: 5, 2: 10, 3: 10, 4: 10 }]],
    ['FILL(errors, requests)', [{ 0: 5, 1: 200, 2: 10, 3: 10 }]],
    ['SUM([errors, requests])', [{ 0: 105, 1: 200, 2: 60, 3: 10 }]],
    ['AVG([errors, requests])', [{ 0: 52.5, 1: 200, 2: 30, 3: 10 }]],
    ['MAX(METRICS()) - MIN(METRICS())', [{ 0: 95, 1: 0, 2: 40, 3: 0 }]],
    ['requests / SUM(requests)', [{ 0: 100 / 360, 1: 200 / 360, 2: 50 / 360, 3: 10 / 360 }]],
    ['-errors + 2 ^ 3 ^ 0 * (1 + 1)', [{ 0: -1, 2: -6 }]],
    ['requests - MAX(requests)', [{ 0: -100, 1: 0, 2: -150, 3: -190 }]],
    ['IF(requests >= 50, FILL(errors, 0) / requests)', [{ 0: 0.05, 1: 0, 2: 0.2 }]],
    ['IF(requests > 50 AND requests < 150, 1, 0)', [{ 0: 1, 1: 0, 2: 0, 3: 0 }]],
    ['IF(requests < 0, errors, 7)', [{ 0: 7, 1: 7, 2: 7, 3: 7 }]],
    ['IF(requests > 50, 1, errors / (requests - requests))', [{ 0: 1, 1: 1 }]],
    ['IF(requests - requests, errors / (requests - requests), 7)', [{ 0: 7, 1: 7, 2: 7, 3: 7 }]],
    ['errors / (requests - 100)', [{ 2: -0.2 }]],
    ['IF(METRICS() > 60, 1)', [{}, { 0: 1, 1: 1 }]],
    [
      'IF(errors > 5, METRICS(), 0)',
      [
        { 0: 0, 2: 10 },
        { 0: 0, 2: 50 },
      ],
    ],
    ['IF(AVG(nothing) > 5, requests, errors)', [{}]],
    ['IF(MIN(nothing) > 5, requests, errors)', [{}]],
    ['IF(MAX(nothing) < 5, requests, errors)', [{}]],
    ['IF(AVG(nothing), METRICS(), errors)', [{}, {}, {}]],
    ['requests * (AVG(nothing) < 5)', [{}]],
    ['requests * (1 / 0 > 5)', [{}]],
    ['requests * (SUM(nothing) + 1)', [{ 0: 100, 1: 200, 2: 50, 3: 10 }]],
    ['CEIL(errors / 3) + ABS(0 - errors)', [{ 0: 7, 2: 14 }]],
    [
      'METRICS() * 2',
      [
        { 0: 10, 2: 20 },
        { 0: 200, 1: 400, 2: 100, 3: 20 },
      ],
    ],
    ['1.5e1 * errors/errors', [{ 0: 15, 2: 15 }]],
  ] as const)('computes %s', async (expression, expected) => {
    const computed = await compute(expression);
    expect(computed).toHaveLength(expected.length);
    for (const [index, points] of expected.entries()) {
      expect(Object.keys(computed[index]!)).toEqual(Object.keys(points));
      for (const [at, value] of Object.entries(points))
        expect(computed[index]![Number(at)]).toBeCloseTo(value, 9);
    }
  });

  it('computes expressions of expressions, labelled by their ids', async () => {
    const { MetricDataResults } = await ask([
      { Id: 'percent', Expression: 'rate * 100', Label: 'in percent' },
      { Id: 'rate', Expression: 'errors / requests' },
      ...both,
    ]);
    expect(MetricDataResults!.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
      ['percent', 'in percent', [5, 20]],
      ['rate', 'rate', [0.05, 0.2]],
    ]);
  });

  it.each([
    ['errors / ', 'it ends too early'],
    ['(errors', '")" expected at its end'],
    ['errors requests', 'unexpected "requests"'],
    ['errors / nobody', 'there is no query with the id nobody'],
    ['1 + 1', 'it is worth a number, and not a time series'],
    ['e + 1', 'it needs its own result'],
    ['FILL(errors)', 'FILL takes two arguments'],
    ['FILL(errors, LINEAR)', 'unexpected LINEAR'],
    ['IF(METRICS() > 60, METRICS(), 0)', 'two lists of time series cannot be combined'],
    [
      'RATE(errors)',
      'the ecsdeploy sandbox does not support the function RATE; it has SUM, AVG, MIN, MAX, FILL, IF, METRICS, ABS, CEIL, FLOOR',
    ],
    ['constructor(errors)', expect.stringMatching(/does not support the function constructor/)],
    ["SEARCH('{shop} requests', 'Sum')", 'the ecsdeploy sandbox has neither Metrics Insights nor SEARCH'],
  ])('refuses %s by its name', async (Expression, why) => {
    const { name, message } = await refusal(ask([...both, { Id: 'e', Expression }]));
    expect(name).toBe('ValidationException');
    const begin = `Error in expression 'e' (${Expression}): `;
    expect(message.slice(0, begin.length)).toBe(begin);
    expect(message.slice(begin.length)).toEqual(typeof why === 'string' ? `${why}.` : why);
  });

  const stat = { Metric: { Namespace, MetricName: 'errors' }, Period: 60, Stat: 'Sum' };
  it.each<[string, MetricDataQuery[], string]>([
    ['no query', [], 'The parameter MetricDataQueries must contain at least one query.'],
    [
      'a period',
      [{ Id: 'm', MetricStat: { ...stat, Period: 90 } }],
      'The parameter MetricDataQueries.member.1.MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60, not 90.',
    ],
    [
      'two periods',
      [{ Id: 'm', MetricStat: stat, Period: 60 }],
      'The parameters MetricDataQueries.member.1.Period and MetricDataQueries.member.1.MetricStat are mutually exclusive and you have specified both.',
    ],
    [
      'neither metric nor expression',
      [{ Id: 'm' }],
      'Either MetricDataQueries.member.1.Expression or MetricDataQueries.member.1.MetricStat must be specified.',
    ],
    [
      'an id',
      [{ Id: 'Errors', MetricStat: stat }],
      'The value Errors for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
    ],
    [
      'the same id twice',
      [sum('m', 'errors'), sum('m', 'requests')],
      'The values for parameter id in MetricDataQueries are not unique.',
    ],
    ['nothing to return', both, 'At least one query must return data: ReturnData is false in all of them.'],
    [
      'a statistic',
      [{ Id: 'm', MetricStat: { ...stat, Stat: 'Median' } }],
      'The value Median for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported by the ecsdeploy sandbox; it has SampleCount, Average, Sum, Minimum, Maximum and percentiles such as p99.',
    ],
    [
      'what is missing',
      [{ Id: 'm', MetricStat: { ...stat, Stat: undefined } }],
      "1 validation error detected: Value null at 'metricDataQueries.1.member.metricStat.stat' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %s that makes no sense', async (_what, queries, message) => {
    expect(await refusal(ask(queries))).toEqual({ name: 'ValidationException', message });
  });

  it('fills no more periods than it would return, and sums up since ever', async () => {
    const since = (Expression: string) => ask([...both, { Id: 'e', Expression }], { StartTime: new Date(0) });
    expect((await refusal(since('FILL(errors, 0)'))).message).toMatch(
      /^Error in expression 'e' \(FILL\(errors, 0\)\): it would fill 29,\d{3},\d{3} periods, and the ecsdeploy sandbox fills 100,800; let StartTime be later\.$/,
    );
    expect((await since('SUM(METRICS())')).MetricDataResults![0]!.Values).toEqual([105, 200, 60, 10]);
  });

  it('refuses the token of a moment to come', async () => {
    const NextToken = Buffer.from(`${sandbox.clock.now() + 1} 1`).toString('base64url');
    const answer = ask([sum('m', 'errors', { ReturnData: true })], { NextToken });
    expect((await refusal(answer)).message).toBe(
      `The value ${NextToken} for parameter NextToken is invalid.`,
    );
  });

  it('refuses a window that ends before it begins', async () => {
    expect(await refusal(ask(both, { EndTime: new Date(start) }))).toMatchObject({
      name: 'ValidationException',
    });
    const backwards = ask([sum('m', 'errors', { ReturnData: true })], { EndTime: new Date(start) });
    expect((await refusal(backwards)).message).toBe(
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  });
});

describe('metrics in other protocols', () => {
  it('come and go in CBOR', async () => {
    const client = new CloudWatchClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      requestHandler: sandbox.requestHandler(),
      maxAttempts: 1,
      protocol: new SmithyRpcV2CborProtocol({ defaultNamespace: 'com.amazonaws.cloudwatch' }),
    });
    const MetricData = [{ MetricName: 'm', Value: 1.5, Timestamp: new Date(start) }];
    await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(start),
        EndTime: new Date(start + minute),
        MetricDataQueries: [sum('m', 'm', { ReturnData: true })],
      }),
    );
    expect(MetricDataResults).toEqual([
      { Id: 'm', Label: 'm', Timestamps: [new Date(start)], Values: [1.5], StatusCode: 'Complete' },
    ]);
  });

  it('come and go in Query', async () => {
    const ask = async (form: Record<string, string>) => {
      const body = new URLSearchParams({ Version: '2010-08-01', ...form }).toString();
      return await sandbox.handle(queryRequest(body, 'monitoring'));
    };
    const put = await ask({
      Action: 'PutMetricData',
      Namespace,
      'MetricData.member.1.MetricName': 'm',
      'MetricData.member.1.Values.member.1': '2',
      'MetricData.member.1.Counts.member.1': '3',
      'MetricData.member.1.Timestamp': new Date(start).toISOString(),
    });
    expect(put.status).toBe(200);
    const query = {
      Action: 'GetMetricData',
      StartTime: new Date(start).toISOString(),
      EndTime: new Date(start + minute).toISOString(),
      'MetricDataQueries.member.1.Id': 'm',
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace': Namespace,
      'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'm',
      'MetricDataQueries.member.1.MetricStat.Period': '60',
      'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
    };
    const { status, body } = await ask(query);
    expect(status).toBe(200);
    expect(body).toContain(
      `<member><Id>m</Id><Label>m</Label><Timestamps><member>${new Date(start).toISOString()}</member></Timestamps><Values><member>6</member></Values><StatusCode>Complete</StatusCode></member>`,
    );
    const refused = await ask({ ...query, 'MetricDataQueries.member.1.MetricStat.Period': '61' });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('<Code>ValidationError</Code>');
  });
});
