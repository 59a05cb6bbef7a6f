import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { InvalidConfig } from '../../../src/config/invalid-config.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';
import { minutes, seconds } from '../../../src/model/duration.ts';

async function serviceOf(text: string, environment?: string): Promise<ResolvedService> {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-gates-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), `version: 1\ncluster: prod\n${text}`);
  const config = await loadConfig({ startDirectory, variables: { LIMIT: '3', TOKEN: 's3cr3t' } });
  const [service] = resolveEnvironment(config, environment).services;
  if (service === undefined) throw new Error('no service');
  return service;
}

/** Line, column and message of each problem. */
async function problemsOf(text: string): Promise<string[]> {
  const error = await serviceOf(text).then(
    () => undefined,
    (thrown: unknown) => thrown as InvalidConfig,
  );
  return (error?.problems ?? []).map(({ at, message }) => `${at.line}:${at.column} ${message}`);
}

const gate = (settings: string): string => `gates:\n  one: ${settings}\nservices: {web: }\n`;

async function gateOf(settings: string): Promise<ResolvedService['gates'][number]> {
  const { gates } = await serviceOf(gate(settings));
  if (gates[0] === undefined) throw new Error('no gate');
  return gates[0];
}

describe('gates of the file', () => {
  it('are complete although little is written', async () => {
    expect(await gateOf('{http: "https://shop.example/health"}')).toEqual({
      name: 'one',
      check: {
        kind: 'http',
        url: 'https://shop.example/health',
        method: 'GET',
        headers: {},
        statuses: [{ from: 200, to: 299 }],
        timeout: seconds(10),
      },
      at: ['after'],
      interval: seconds(30),
      initialDelay: 0,
      failuresAllowed: 0,
      errorLimit: 4,
      dryRun: false,
      onInconclusive: 'hold',
    });
  });

  it.each([
    ['{alarms: [a, b]}', { kind: 'alarms', names: ['a', 'b'] }],
    ['{targetHealth: true}', { kind: 'target-health', healthyPercent: 90 }],
    ['{targetHealth: {healthyPercent: 50}}', { kind: 'target-health', healthyPercent: 50 }],
    [
      '{command: [./check, --fast]}',
      { kind: 'command', command: ['./check', '--fast'], timeout: minutes(1) },
    ],
    [
      '{command: {run: [./check], timeout: 5s}}',
      { kind: 'command', command: ['./check'], timeout: seconds(5) },
    ],
    [
      '{task: {command: [migrate], environment: {STEP: up}}}',
      { kind: 'task', command: ['migrate'], environment: { STEP: 'up' }, timeout: minutes(10) },
    ],
    [
      '{metrics: {preset: alb-5xx-rate, max: 1}}',
      {
        kind: 'metrics',
        source: { kind: 'preset', preset: 'alb-5xx-rate' },
        limit: { kind: 'absolute', max: 1 },
        window: minutes(5),
        minimumSamples: 20,
      },
    ],
    [
      '{metrics: {preset: cpu, maxIncrease: 50, window: 10m}}',
      {
        kind: 'metrics',
        source: { kind: 'preset', preset: 'cpu' },
        limit: { kind: 'comparison', maxIncreasePercent: 50 },
        window: minutes(10),
        minimumSamples: 1,
      },
    ],
  ])('can be %s', async (written, check) => {
    expect(await gateOf(written)).toMatchObject({ check });
  });

  it('take statuses as a number, a range, or a list', async () => {
    const statuses = async (status: string): Promise<unknown> => {
      const { check } = await gateOf(`{http: {url: "http://x/", status: ${status}}}`);
      return check.kind === 'http' ? check.statuses : undefined;
    };

    expect(await statuses('204')).toEqual([{ from: 204, to: 204 }]);
    expect(await statuses('200-399')).toEqual([{ from: 200, to: 399 }]);
    expect(await statuses('[200, "401-403"]')).toEqual([
      { from: 200, to: 200 },
      { from: 401, to: 403 },
    ]);
  });

  it('hand queries on as AWS spells them', async () => {
    const query = { Id: 'lag', MetricStat: { Metric: { Namespace: 'Shop' }, Period: 60, Stat: 'Maximum' } };
    const { check } = await gateOf(`{metrics: {queries: [${JSON.stringify(query)}], max: 5}}`);

    expect(check).toMatchObject({ source: { kind: 'query', queries: [query] } });
  });

  it('are merged by name, and a more specific place can switch one off', async () => {
    const text = `gates:
  smoke: {http: {url: "http://x/", status: 200}, interval: 10s}
  alarms: {alarms: [five-xx]}
watchFor: 5m
rollback: ask
services:
  web: {gates: {smoke: {count: 3}}}
environments:
  test:
    rollback: off
    gates: {alarms: off}
`;
    const service = await serviceOf(text, 'test');

    expect(service.gates).toMatchObject([{ name: 'smoke', interval: seconds(10), count: 3 }]);
    expect(service).toMatchObject({ watchForMilliseconds: minutes(5), rollback: 'off' });
  });

  it('have the release watched for ten minutes where one of them measures after it', async () => {
    expect(await serviceOf(gate('{alarms: [a]}'))).toMatchObject({ watchForMilliseconds: minutes(10) });
    expect(await serviceOf(gate('{alarms: [a], at: during}'))).toMatchObject({ watchForMilliseconds: 0 });
    expect(await serviceOf('services: {web: }\n')).toMatchObject({ gates: [], watchForMilliseconds: 0 });
  });

  it('hold for an hour unless they say otherwise', async () => {
    expect(await gateOf('{alarms: [a], hold: true}')).toMatchObject({ hold: { timeoutInMinutes: 60 } });
    expect(await gateOf('{alarms: [a], hold: {timeout: 2h}}')).toMatchObject({
      hold: { timeoutInMinutes: 120 },
    });
  });

  it('run a task once at every moment, unless they say otherwise', async () => {
    expect(await gateOf('{task: {}, at: after}')).toMatchObject({ count: 1 });
    expect(await gateOf('{task: {}, at: after, count: 3}')).toMatchObject({ count: 3 });
    expect(await gateOf('{alarms: [a]}')).toMatchObject({ count: undefined });
  });

  it('take numbers from variables', async () => {
    expect(await gateOf('{alarms: [a], failuresAllowed: "${env:LIMIT}"}')).toMatchObject({
      failuresAllowed: 3,
    });
  });

  it.each([
    [
      '{interval: 10s}',
      '4:8',
      'must have one of alarms, targetHealth, http, metrics, command, task, and has none',
    ],
    ['{alarms: [a], http: "http://x/"}', '4:8', 'and has alarms and http'],
    ['{metrics: {preset: cpu}}', '4:18', 'has no limit: write max, min, maxIncrease or maxDecrease'],
    ['{metrics: {max: 1}}', '4:18', 'must have either preset or queries, and has neither'],
    [
      '{metrics: {preset: cpu, max: 1, maxIncrease: 5}}',
      '4:18',
      'has both a limit (max, min) and a comparison',
    ],
    ['{metrics: {preset: cpu, max: 1, min: 5}}', '4:18', 'has a min of 5, which is above its max of 1'],
    ['{task: {}, at: [before, during]}', '4:23', 'has during: a task runs once'],
    ['{targetHealth: true, at: before}', '4:33', 'has before, when nothing runs yet'],
    [
      '{metrics: {preset: cpu, maxIncrease: 5}, at: before}',
      '4:53',
      'there is nothing that a comparison could compare with',
    ],
    ['{command: [x], at: before, hold: true}', '4:41', 'and the gate does not measure during it'],
    ['{alarms: [x], dryRun: true, hold: true}', '4:42', 'with dryRun the gate decides nothing'],
    ['{alarms: [x], count: 2, failuresAllowed: 2}', '4:49', 'is 2 of 2: the gate could never fail'],
    [
      '{alarms: [x], at: before, failuresAllowed: 1}',
      '4:51',
      'is 1 of 1 before the deployment: the gate could never fail',
    ],
    ['{alarms: [x], initialDelay: 1h}', '4:36', 'the release is only watched for 10 m (watchFor)'],
    ['{http: {status: 200}}', '4:15', 'has no url'],
    ['{http: {url: "http://x/", method: HEAD, body: ok}}', '4:54', 'the answer to HEAD has none'],
  ])('refuse %s', async (written, place, message) => {
    const [problem, ...others] = await problemsOf(gate(written));

    expect(problem?.split(' ')[0]).toBe(place);
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });

  it.each([
    ['{alarms: []}', 'gates.one.alarms is an empty list, must name at least one alarm'],
    ['{http: "shop.example"}', 'must be a URL that begins with http:// or https://'],
    ['{http: "https://me:word@shop.example/"}', 'must not hold a login'],
    ['{http: {url: "http://x/", status: 299-200}}', 'gates.one.http.status is "299-200", must be a status'],
    ['{http: {url: "http://x/", headers: {X-Who: "ключ"}}}', 'HTTP carries no others in a header'],
    ['{http: {url: "http://x/", stauts: 200}}', 'gates.one.http.stauts is no member of the configuration'],
    ['{alarms: [a], at: later}', 'gates.one.at is "later", must be one of before, during, after'],
    ['{alarms: [a], interval: 30}', 'gates.one.interval is 30, must be a duration of 1 s or more'],
    ['{alarms: [a], onInconclusive: stop}', 'must be one of hold, rollback, continue'],
    ['{alarms: [a], hold: {timeout: 90s}}', 'must be a duration of whole minutes from 1m to 20160m'],
    ['{metrics: {preset: alb-5xx, max: 1}}', 'must be one of alb-5xx-rate, alb-latency-p99, cpu, memory'],
    ['{metrics: {queries: [{Id: a}], max: 1}}', 'must have either MetricStat or Expression'],
    ['{alarm: [a]}', 'gates.one.alarm is no member of the configuration'],
    ['yes', 'gates.one is "yes"'],
  ])('refuse %s at its place', async (written, message) => {
    const problems = await problemsOf(gate(written));

    expect(problems).toEqual([expect.stringContaining(message)]);
    expect(problems[0]?.startsWith('4:')).toBe(true);
  });

  it('are shown with the place of each value, and without what headers hold', async () => {
    const service = await serviceOf(
      gate('{http: {url: "http://x/", headers: {Authorization: "${env:TOKEN}"}}, hold: true, at: during}'),
    );
    const shown = sourcedMembers(service).filter(({ member }) => member.startsWith('gates.'));

    expect(shown.map(({ member, value }) => [member, value])).toEqual([
      ['gates.one.at', ['during']],
      ['gates.one.errorLimit', 4],
      ['gates.one.hold', true],
      ['gates.one.http.headers.Authorization', '***'],
      ['gates.one.http.status', '200-299'],
      ['gates.one.http.timeout', '10 s'],
      ['gates.one.http.url', 'http://x/'],
      ['gates.one.interval', '30 s'],
      ['gates.one.onInconclusive', 'hold'],
    ]);
    expect(JSON.stringify(shown)).not.toContain('s3cr3t');
  });
});
