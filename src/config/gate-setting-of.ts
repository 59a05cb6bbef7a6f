import { formatDuration } from '../model/duration.ts';
import type { Gate, GateCheck } from '../model/gate.ts';
import { maskedSetting } from './masked-setting.ts';

/** A member of `gates` as the file spells it (`gates.smoke.http.timeout`), from the gate that it has become. */
export function gateSettingOf(gates: readonly Gate[], member: string): unknown {
  const [, name, ...rest] = member.split('.');
  const gate = gates.find((one) => one.name === name);
  if (gate === undefined) return 'off';
  const [setting = '', ...inner] = rest;
  switch (setting) {
    case 'interval':
    case 'initialDelay':
      return formatDuration(gate[setting]);
    case 'hold':
      return gate.hold === undefined ? undefined : holdOf(gate.hold.timeoutInMinutes, inner);
    case 'at':
    case 'count':
    case 'failuresAllowed':
    case 'errorLimit':
    case 'dryRun':
    case 'onInconclusive':
      return gate[setting];
    default:
      return checkSetting(gate.check, inner);
  }
}

function holdOf(timeoutInMinutes: number, inner: readonly string[]): unknown {
  return inner.length === 0 ? true : formatDuration(timeoutInMinutes * 60_000);
}

function checkSetting(check: GateCheck, [name = '', key = '']: readonly string[]): unknown {
  switch (check.kind) {
    case 'alarms':
      return check.names;
    case 'target-health':
      return name === '' ? true : check.healthyPercent;
    case 'http':
      return httpSetting(check, name);
    case 'metrics':
      return metricsSetting(check, name);
    case 'command':
      return name === 'timeout' ? formatDuration(check.timeout) : check.command;
    case 'task':
      if (name === 'timeout') return formatDuration(check.timeout);
      if (name === 'environment') return maskedSetting(key, check.environment[key]);
      return name === 'container' || name === 'command' ? check[name] : undefined;
    default:
      return check satisfies never;
  }
}

type CheckOf<Kind extends GateCheck['kind']> = Extract<GateCheck, { kind: Kind }>;

function httpSetting(check: CheckOf<'http'>, name: string): unknown {
  switch (name) {
    case 'status':
      return check.statuses.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
    case 'headers':
      // A token, more often than not.
      return '***';
    case 'latency':
    case 'timeout':
      return check[name] === undefined ? undefined : formatDuration(check[name]);
    case 'method':
    case 'body':
      return check[name];
    default:
      return check.url;
  }
}

function metricsSetting(
  { source, limit, window, minimumSamples }: CheckOf<'metrics'>,
  name: string,
): unknown {
  switch (name) {
    case 'preset':
      return source.kind === 'preset' ? source.preset : undefined;
    case 'queries':
      return source.kind === 'query' ? source.queries : undefined;
    case 'max':
    case 'min':
      return limit.kind === 'absolute' ? limit[name] : undefined;
    case 'maxIncrease':
      return limit.kind === 'comparison' ? limit.maxIncreasePercent : undefined;
    case 'maxDecrease':
      return limit.kind === 'comparison' ? limit.maxDecreasePercent : undefined;
    case 'window':
      return formatDuration(window);
    default:
      return minimumSamples;
  }
}
