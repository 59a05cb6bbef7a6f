import { formatDuration } from '../model/duration.ts';
import type { Gate, GateCheck, MetricLimit, PlannedGate } from '../model/gate.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import { count } from './count.ts';
import { harmless } from './harmless.ts';

/** The gates of a plan, one a line: what each looks at, when, and how fast a bad release goes back; then who decides that it does. */
export function describePlannedGates({
  gates = [],
  watchForMilliseconds = 0,
  watchForAtMostMilliseconds,
  rollbackPolicy,
}: Pick<
  ReleasePlan,
  'gates' | 'watchForMilliseconds' | 'watchForAtMostMilliseconds' | 'rollbackPolicy'
>): string[] {
  const lines = [
    ...gates.map(describePlannedGate),
    ...(watchForMilliseconds === 0
      ? []
      : [
          `watched for ${formatDuration(watchForMilliseconds)} after AWS calls it successful${longerStill(watchForMilliseconds, watchForAtMostMilliseconds)}`,
        ]),
  ];
  if (rollbackPolicy === undefined || (lines.length === 0 && rollbackPolicy === 'automatic')) return lines;
  return [...lines, policies[rollbackPolicy]];
}

/** What is measured at its end counts. */
function longerStill(watchFor: number, atMost: number | undefined): string {
  return atMost === undefined
    ? ''
    : `, and up to ${formatDuration(atMost - watchFor)} longer for what gates measure just then`;
}

const policies = {
  automatic: 'a bad release goes back by itself',
  ask: 'before a bad release goes back, somebody at the terminal is asked; where nobody is, it is left',
  off: 'a bad release is left as it is: ecsdeploy rolls nothing back',
} as const;

function describePlannedGate({ gate, worstCase, heldAt }: PlannedGate): string {
  const moments = gate.at.map((moment) => (moment === 'during' ? 'meanwhile' : moment)).join(' and ');
  const parts = [
    `${harmless(gate.name)}: ${describeCheck(gate.check)}, ${moments}${rhythm(gate)}`,
    ...(gate.dryRun ? ['dry run: it decides nothing'] : []),
    ...(worstCase === undefined
      ? []
      : [`from bad to a rollback asked for: ${formatDuration(worstCase)} at worst`]),
    ...(heldAt.length === 0
      ? []
      : [`AWS holds it at ${heldAt.map(harmless).join(', ')} until it has passed`]),
  ];
  return parts.join('; ');
}

function rhythm({ at, interval, count: times, failuresAllowed }: Gate): string {
  const isRepeated = at.some((moment) => moment !== 'before') || (times ?? 1) > 1;
  const often = times === undefined ? '' : `, ${count(times, 'time')}`;
  const allowed = failuresAllowed === 0 ? '' : `, ${count(failuresAllowed, 'bad measurement')} allowed`;
  return `${isRepeated ? ` every ${formatDuration(interval)}` : ''}${often}${allowed}`;
}

/** What a gate looks at. Headers, bodies and arguments may be secret, and are not shown. */
function describeCheck(check: GateCheck): string {
  switch (check.kind) {
    case 'alarms':
      return `${check.names.length === 1 ? 'alarm' : 'alarms'} ${check.names.map(harmless).join(', ')} not in ALARM`;
    case 'target-health':
      return `${check.healthyPercent} % of its targets healthy`;
    case 'http':
      return `${check.method} ${harmless(check.url)} answers ${check.statuses.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(', ')}`;
    case 'metrics':
      return `${check.source.kind === 'preset' ? check.source.preset : harmless(check.source.queries.at(-1)?.Id ?? 'a query')} ${describeLimit(check.limit)}`;
    case 'command':
      return `program ${harmless(check.command[0])} ends with 0`;
    case 'task':
      return check.command === undefined
        ? 'a task of the new revision ends with 0'
        : `a task of the new revision runs ${harmless(check.command[0] ?? '')} and ends with 0`;
    default:
      return check satisfies never;
  }
}

function describeLimit(limit: MetricLimit): string {
  if (limit.kind === 'absolute') {
    return [
      ...(limit.max === undefined ? [] : [`at most ${limit.max}`]),
      ...(limit.min === undefined ? [] : [`at least ${limit.min}`]),
    ].join(' and ');
  }
  return [
    ...(limit.maxIncreasePercent === undefined ? [] : [`at most ${limit.maxIncreasePercent} % more`]),
    ...(limit.maxDecreasePercent === undefined ? [] : [`at most ${limit.maxDecreasePercent} % less`]),
    'than before',
  ].join(' ');
}
