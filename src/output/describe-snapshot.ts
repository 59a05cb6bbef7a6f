import type { Phase, RevisionCounts, Snapshot } from '../model/deployment.ts';
import { revisionName } from '../model/service-ref.ts';
import { count } from './count.ts';

/** One look in one line: what it waits for, then new and old counts. */
export function describeSnapshot(snapshot: Snapshot): string {
  return [
    waitsFor(snapshot),
    describeTraffic(snapshot),
    newCounts(snapshot),
    oldCounts(snapshot),
    describeFailedTasks(snapshot),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** What the deployment waits for now. */
function waitsFor({ phase, status, alarms }: Snapshot): string {
  if (phase === 'ended') return `ended: ${status.replaceAll('-', ' ')}`;
  const watched = alarms.names.length === 0 ? '' : `, watching ${alarms.names.join(', ')}`;
  return phase === 'baking' ? `${phaseWords[phase]}${watched}` : phaseWords[phase];
}

/** `10 % of production traffic on the new revision`; empty where AWS shifts none. */
export function describeTraffic({ shift }: Snapshot): string {
  return shift === undefined ? '' : `${shift.production} % of production traffic on the new revision`;
}

const phaseWords: Readonly<Record<Exclude<Phase, 'ended'>, string>> = {
  requested: 'waiting for ECS to begin',
  'starting-tasks': 'starting tasks',
  'waiting-for-health': 'waiting for health checks',
  'draining-old-tasks': 'draining old tasks',
  'shifting-traffic': 'shifting traffic',
  'waiting-for-hooks': 'waiting for hooks',
  'waiting-for-approval': 'waiting for approval',
  baking: 'bake time',
  'rolling-back': 'rolling back',
  stopping: 'stopping',
};

/** `new web:7 1 of 2 running, 1 starting` */
function newCounts({ target, desired }: Snapshot): string {
  const wanted = Math.max(desired, target.requested);
  return `new ${revisionName(target.taskDefinition)} ${target.running} of ${wanted} running${starting(target)}`;
}

/** `old web:6 2 running`, each revision that is being replaced; empty when none is. */
function oldCounts({ sources }: Snapshot): string {
  return sources
    .map((source) => {
      // AWS does not tell the revision of a deployment that has ended.
      const name = source.taskDefinition === '' ? '' : ` ${revisionName(source.taskDefinition)}`;
      return `old${name} ${source.running} running${starting(source)}`;
    })
    .join(', ');
}

/** `2 failed tasks (circuit breaker at 3)`; empty while none failed. */
export function describeFailedTasks({ failedTasks, circuitBreaker }: Snapshot): string {
  if (failedTasks === 0) return '';
  const limit =
    circuitBreaker.threshold === undefined ? '' : ` (circuit breaker at ${circuitBreaker.threshold})`;
  return `${count(failedTasks, 'failed task')}${limit}`;
}

function starting({ pending }: RevisionCounts): string {
  return pending === 0 ? '' : `, ${pending} starting`;
}
