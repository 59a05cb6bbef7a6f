import { minutes, parseDuration, seconds, type Milliseconds } from '../model/duration.ts';
import type { GateCheck, HttpCheck, MetricLimit, MetricsCheck } from '../model/gate.ts';
import type { Configuration } from './schema.ts';

/** A gate as the file has it, all places put together. */
export type WrittenGate = Exclude<NonNullable<Configuration['gates']>[string], false | 'off'>;

const kinds = ['alarms', 'targetHealth', 'http', 'metrics', 'command', 'task'] as const;
export type WrittenKind = (typeof kinds)[number];

/** What the gate says that it looks at: it should be one. */
export function kindsOf(gate: WrittenGate): WrittenKind[] {
  return kinds.filter((kind) => gate[kind] !== undefined);
}

export interface CompletedCheck {
  /** Absent where something is missing that has no default. */
  readonly check?: GateCheck | undefined;
  /** Members of the gate that were filled in: `http.timeout`. */
  readonly defaults: readonly string[];
  /** With the member of the gate where they show. */
  readonly problems: readonly { readonly member: string; readonly message: string }[];
}

/** A check with everything that was left out. */
export function completeGateCheck(kind: WrittenKind, gate: WrittenGate): CompletedCheck {
  switch (kind) {
    case 'alarms':
      return { check: { kind: 'alarms', names: gate.alarms ?? [] }, defaults: [], problems: [] };
    case 'targetHealth':
      return completeTargetHealth(gate.targetHealth);
    case 'http':
      return completeHttp(gate.http);
    case 'metrics':
      return completeMetrics(gate.metrics ?? {});
    case 'command':
      return completeCommand(gate.command);
    case 'task':
      return completeTask(gate.task ?? {});
    default:
      return kind satisfies never;
  }
}

function completeTargetHealth(written: WrittenGate['targetHealth']): CompletedCheck {
  const percent = written === true ? undefined : written?.healthyPercent;
  return {
    check: { kind: 'target-health', healthyPercent: percent ?? 90 },
    defaults: percent === undefined ? ['targetHealth.healthyPercent'] : [],
    problems: [],
  };
}

function completeHttp(written: WrittenGate['http']): CompletedCheck {
  const { url, ...http } = typeof written === 'string' ? { url: written } : (written ?? {});
  if (url === undefined) return lacks('http', 'has no url');
  const check: HttpCheck = {
    kind: 'http',
    url,
    method: http.method ?? 'GET',
    headers: http.headers ?? {},
    statuses: statusesOf(http.status),
    body: http.body,
    latency: http.latency === undefined ? undefined : parseDuration(http.latency),
    timeout: durationOr(http.timeout, seconds(10)),
  };
  const problems = [
    ...(check.method === 'HEAD' && check.body !== undefined
      ? [{ member: 'http.body', message: 'can never be there: the answer to HEAD has none' }]
      : []),
    ...(check.latency !== undefined && check.latency >= check.timeout
      ? [{ member: 'http.latency', message: 'must be less than the timeout, after which there is no answer' }]
      : []),
  ];
  return { check, defaults: missing('http', http, ['status', 'timeout']), problems };
}

function statusesOf(
  written: Exclude<WrittenGate['http'], string | undefined>['status'],
): HttpCheck['statuses'] {
  if (written === undefined) return [{ from: 200, to: 299 }];
  return (Array.isArray(written) ? written : [written]).map((one) => {
    const [from = Number.NaN, to = from] = String(one).split('-').map(Number);
    return { from, to };
  });
}

type WrittenMetrics = NonNullable<WrittenGate['metrics']>;

function completeMetrics(written: WrittenMetrics): CompletedCheck {
  const { preset, queries, window, minimumSamples } = written;
  if ((preset === undefined) === (queries === undefined)) {
    const found = preset === undefined ? 'neither' : 'both';
    return lacks('metrics', `must have either preset or queries, and has ${found}`);
  }
  const limit = limitOf(written);
  if ('problem' in limit) return lacks('metrics', limit.problem);
  const check: MetricsCheck = {
    kind: 'metrics',
    source: preset === undefined ? { kind: 'query', queries: queries ?? [] } : { kind: 'preset', preset },
    limit,
    window: durationOr(window, minutes(5)),
    minimumSamples: minimumSamples ?? (preset?.startsWith('alb-') === true ? 20 : 1),
  };
  return { check, defaults: missing('metrics', written, ['window', 'minimumSamples']), problems: [] };
}

function limitOf({ max, min, maxIncrease, maxDecrease }: WrittenMetrics): MetricLimit | { problem: string } {
  const isAbsolute = max !== undefined || min !== undefined;
  const isComparison = maxIncrease !== undefined || maxDecrease !== undefined;
  if (isAbsolute && isComparison) {
    return {
      problem:
        'has both a limit (max, min) and a comparison (maxIncrease, maxDecrease): one gate has one of them',
    };
  }
  if (isComparison) {
    return { kind: 'comparison', maxIncreasePercent: maxIncrease, maxDecreasePercent: maxDecrease };
  }
  if (!isAbsolute) return { problem: 'has no limit: write max, min, maxIncrease or maxDecrease' };
  return max !== undefined && min !== undefined && min > max
    ? { problem: `has a min of ${min}, which is above its max of ${max}: nothing could be good` }
    : { kind: 'absolute', max, min };
}

function completeCommand(written: WrittenGate['command']): CompletedCheck {
  const { run, timeout } = Array.isArray(written) ? { run: written } : (written ?? {});
  const [program, ...programArguments] = run ?? [];
  if (program === undefined) return lacks('command', 'has no run: the program and its arguments');
  return {
    check: {
      kind: 'command',
      command: [program, ...programArguments],
      timeout: durationOr(timeout, minutes(1)),
    },
    defaults: missing('command', { timeout }, ['timeout']),
    problems: [],
  };
}

function completeTask(written: NonNullable<WrittenGate['task']>): CompletedCheck {
  const { container, command, environment = {}, timeout } = written;
  return {
    check: { kind: 'task', container, command, environment, timeout: durationOr(timeout, minutes(10)) },
    defaults: missing('task', written, ['timeout']),
    problems: [],
  };
}

function lacks(member: string, message: string): CompletedCheck {
  return { defaults: [], problems: [{ member, message }] };
}

function missing<Name extends string>(
  kind: string,
  written: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
): string[] {
  return names.filter((name) => written[name] === undefined).map((name) => `${kind}.${name}`);
}

function durationOr(written: string | undefined, standard: Milliseconds): Milliseconds {
  return written === undefined ? standard : parseDuration(written);
}
