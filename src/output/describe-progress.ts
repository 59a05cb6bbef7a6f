import type { RevisionCounts, Snapshot } from '../model/deployment.ts';
import { count } from './count.ts';
import { hookName, holds } from './describe-hook.ts';
import {
  bakeName,
  bakeOf,
  describeFailedTasks,
  describeMove,
  describeRequested,
} from './describe-snapshot.ts';
import { atStage } from './describe-stage.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';

/** One look in so few words that it fits into a row beside others: `3 of 4 new tasks run, 1 old drains`. */
export function describeProgress(snapshot: Snapshot): string {
  const { phase, status } = snapshot;
  switch (phase) {
    case 'requested':
      return describeRequested(snapshot);
    case 'starting-tasks':
      return list(newTasks(snapshot), describeFailedTasks(snapshot), oldTasks(snapshot, 'run'));
    case 'waiting-for-health':
      return `waiting for health checks: ${list(newTasks(snapshot), describeFailedTasks(snapshot), oldTasks(snapshot, 'run'))}`;
    case 'draining-old-tasks':
      return list(newTasks(snapshot), oldTasks(snapshot, 'drain'));
    case 'shifting-traffic':
      return list(newTraffic(snapshot), moveOf(snapshot), describeFailedTasks(snapshot));
    case 'baking':
      return snapshot.shift === undefined
        ? `bake time: ${list(newTasks(snapshot), watched(snapshot))}`
        : list(newTraffic(snapshot), moveOf(snapshot), describeFailedTasks(snapshot));
    case 'waiting-for-hooks':
      return list(newTraffic(snapshot), waitedFor(snapshot), describeFailedTasks(snapshot));
    case 'waiting-for-approval':
      return list(newTraffic(snapshot), `waiting for approval ${place(snapshot)}`.trim());
    case 'rolling-back':
      return `${wayBack(snapshot)}: ${list(newTraffic(snapshot), back(snapshot), stillNew(snapshot))}`;
    case 'stopping':
      return 'stopping';
    case 'ended':
      return `ended: ${status.replaceAll('-', ' ')}`;
    default:
      return phase satisfies never;
  }
}

/** What a countdown beside these words leads to, in milliseconds since the epoch by AWS's clock; undefined where nothing is known to end. */
export function endOfProgress(snapshot: Snapshot): number | undefined {
  const { phase, hooks = [] } = snapshot;
  if (phase === 'waiting-for-approval' || phase === 'waiting-for-hooks') {
    const ends = hooks.filter(holds).flatMap(({ expiresAt }) => expiresAt ?? []);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }
  return bakeOf(snapshot)?.endsAt;
}

/** `new 10 %`: how much traffic the new revision has; empty where AWS shifts none. */
function newTraffic({ shift }: Snapshot): string {
  return shift === undefined ? '' : `new ${percent(shift.production)}`;
}

function moveOf(snapshot: Snapshot): string {
  const bake = bakeOf(snapshot);
  const { phase, shift } = snapshot;
  if (bake !== undefined) return bakeName(shift, bake);
  if (phase === 'baking') return bakeName(shift, { kind: 'final' });
  return shift === undefined ? 'shifting traffic' : describeMove(shift);
}

// Beside others there is no room for more than the id.
function wayBack({ rollbackDeployment: other }: Snapshot): string {
  return other === undefined ? 'rolling back' : `rolling back by ${harmless(other)}`;
}

function waitedFor({ hooks = [] }: Snapshot): string {
  const names = hooks.filter(holds).map(hookName);
  return `waiting for ${names.length === 0 ? 'hooks' : names.join(', ')}`;
}

function place({ shift }: Snapshot): string {
  return shift?.stage === undefined ? '' : atStage(shift.stage);
}

function newTasks({ target, desired }: Snapshot): string {
  const wanted = Math.max(desired, target.requested);
  return `${target.running} of ${count(wanted, 'new task')} ${verb('run', target.running)}`;
}

function oldTasks({ sources }: Snapshot, does: 'run' | 'drain'): string {
  const running = runningIn(sources);
  return running === 0 ? '' : `${running} old ${verb(does, running)}`;
}

function back({ sources }: Snapshot): string {
  const running = runningIn(sources);
  return `${count(running, 'old task')} ${verb('run', running)}`;
}

function stillNew({ target }: Snapshot): string {
  return target.running === 0 ? '' : `${target.running} new still ${verb('run', target.running)}`;
}

function watched({ alarms }: Snapshot): string {
  return alarms.names.length === 0 ? '' : `watching ${alarms.names.join(', ')}`;
}

function runningIn(revisions: readonly RevisionCounts[]): number {
  return revisions.reduce((sum, { running }) => sum + running, 0);
}

function verb(does: string, number: number): string {
  return number === 1 ? `${does}s` : does;
}

function list(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
