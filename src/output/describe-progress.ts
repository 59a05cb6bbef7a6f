import type { RevisionCounts, Snapshot } from '../model/deployment.ts';
import { count } from './count.ts';
import { describeFailedTasks, describeTraffic } from './describe-snapshot.ts';

/** One look in so few words that it fits into a row beside others: `3 of 4 new tasks run, 1 old drains`. */
export function describeProgress(snapshot: Snapshot): string {
  const { phase, status } = snapshot;
  switch (phase) {
    case 'requested':
      return 'waiting for ECS to begin';
    case 'starting-tasks':
      return list(newTasks(snapshot), describeFailedTasks(snapshot), oldTasks(snapshot, 'run'));
    case 'waiting-for-health':
      return `waiting for health checks: ${list(newTasks(snapshot), describeFailedTasks(snapshot), oldTasks(snapshot, 'run'))}`;
    case 'draining-old-tasks':
      return list(newTasks(snapshot), oldTasks(snapshot, 'drain'));
    case 'shifting-traffic':
      return list('shifting traffic', describeTraffic(snapshot));
    case 'waiting-for-hooks':
      return list('waiting for hooks', describeTraffic(snapshot));
    case 'waiting-for-approval':
      return list('waiting for approval', describeTraffic(snapshot));
    case 'baking':
      return `bake time: ${list(newTasks(snapshot), watched(snapshot))}`;
    case 'rolling-back':
      return `rolling back: ${list(back(snapshot), stillNew(snapshot))}`;
    case 'stopping':
      return 'stopping';
    case 'ended':
      return `ended: ${status.replaceAll('-', ' ')}`;
    default:
      return phase satisfies never;
  }
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
