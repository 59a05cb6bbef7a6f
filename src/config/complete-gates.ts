import { minutes, parseDuration, seconds, type Milliseconds } from '../model/duration.ts';
import type { Gate, GateMoment } from '../model/gate.ts';
import { completeGateCheck, kindsOf, type WrittenGate } from './complete-gate-check.ts';
import { gateContradictions } from './gate-contradictions.ts';
import type { Configuration } from './schema.ts';

export interface CompletedGates {
  readonly gates: readonly Gate[];
  /** 0: the release is not watched after its deployment. */
  readonly watchForMilliseconds: Milliseconds;
  /** Members that were filled in: `gates.smoke.interval`. */
  readonly defaults: readonly string[];
  readonly problems: readonly { readonly member: string; readonly message: string }[];
}

const defaultWatch: Milliseconds = minutes(10);
const defaultHoldMinutes = 60;

/**
 * Gates with everything that was left out. A gate is bound to be one kind of check only once all places that say something of it are
 * put together, so that it is here that none, or two, are refused.
 */
export function completeGates(written: Configuration['gates'], watchFor: string | undefined): CompletedGates {
  const defaults: string[] = [];
  const problems: { member: string; message: string }[] = [];
  const gates: Gate[] = [];
  for (const [name, one] of Object.entries(written ?? {})) {
    if (one === false || one === 'off') continue;
    const member = `gates.${name}`;
    const kinds = kindsOf(one);
    const [kind, ...others] = kinds;
    if (kind === undefined || others.length > 0) {
      const found = kind === undefined ? 'none' : kinds.join(' and ');
      problems.push({
        member,
        message: `must have one of alarms, targetHealth, http, metrics, command, task, and has ${found}`,
      });
      continue;
    }
    const completed = completeGateCheck(kind, one);
    problems.push(
      ...completed.problems.map((problem) => ({ ...problem, member: `${member}.${problem.member}` })),
    );
    if (completed.check === undefined) continue;
    const at = momentsOf(one.at, completed.check.kind);
    const gate: Gate = {
      name,
      check: completed.check,
      at,
      interval: one.interval === undefined ? seconds(30) : parseDuration(one.interval),
      // A task is no probe: it does something, once.
      count: one.count ?? (completed.check.kind === 'task' ? 1 : undefined),
      initialDelay: one.initialDelay === undefined ? 0 : parseDuration(one.initialDelay),
      failuresAllowed: one.failuresAllowed ?? 0,
      errorLimit: one.errorLimit ?? 4,
      dryRun: one.dryRun ?? false,
      onInconclusive: one.onInconclusive ?? 'hold',
      hold: one.hold === undefined ? undefined : { timeoutInMinutes: holdMinutes(one.hold) },
    };
    gates.push(gate);
    const filled = (['at', 'interval', 'errorLimit', 'onInconclusive'] as const).filter(
      (setting) => one[setting] === undefined,
    );
    defaults.push(...[...filled, ...completed.defaults].map((setting) => `${member}.${setting}`));
  }
  const watches = gates.some(({ at }) => at.includes('after'));
  if (watchFor === undefined && watches) defaults.push('watchFor');
  const watchForMilliseconds =
    watchFor === undefined ? (watches ? defaultWatch : 0) : parseDuration(watchFor);
  problems.push(...gates.flatMap((gate) => gateContradictions(gate, watchForMilliseconds)));
  return { gates, watchForMilliseconds, defaults, problems };
}

function momentsOf(written: WrittenGate['at'], kind: Gate['check']['kind']): readonly GateMoment[] {
  if (written !== undefined) return typeof written === 'string' ? [written] : written;
  switch (kind) {
    case 'task':
      return ['before'];
    case 'http':
    case 'command':
      return ['after'];
    case 'alarms':
    case 'target-health':
    case 'metrics':
      return ['during', 'after'];
    default:
      return kind satisfies never;
  }
}

function holdMinutes(hold: NonNullable<WrittenGate['hold']>): number {
  const timeout = hold === true ? undefined : hold.timeout;
  return timeout === undefined ? defaultHoldMinutes : parseDuration(timeout) / 60_000;
}
