import type { Phase, RevisionCounts, Snapshot } from '../model/deployment.ts';
import { isLifecycleEvent, terminationWait, type LifecycleEvent, type Shift } from '../model/lifecycle.ts';
import { revisionName } from '../model/service-ref.ts';
import { count } from './count.ts';
import { describeHook } from './describe-hook.ts';
import { describeTraffic } from './describe-traffic.ts';
import { harmless } from './harmless.ts';
import { describeMoment } from './moment.ts';

/** One look in one line: what it waits for, who gets the traffic, new and old counts, hooks. */
export function describeSnapshot(snapshot: Snapshot): string {
  const { shift, hooks = [], at } = snapshot;
  return joined(
    `${stageOf(snapshot)}${describeWait(snapshot, (endsAt) => ` until ${describeMoment(endsAt, at)}`)}`,
    shift === undefined ? '' : describeTraffic(shift),
    describeCounts(snapshot),
    ...hooks.map((hook) => describeHook(hook, at)),
  );
}

/** New and old counts, and failures: `new web:7 1 of 2 running, 1 starting; old web:6 2 running`. */
export function describeCounts(snapshot: Snapshot): string {
  return joined(newCounts(snapshot), oldCounts(snapshot), describeFailedTasks(snapshot));
}

/**
 * What the deployment waits for now.
 *
 * @param time the words for the end of a bake, in milliseconds since the epoch by AWS's clock
 */
export function describeWait(snapshot: Snapshot, time: (endsAt: number) => string): string {
  const { phase, status, alarms, shift } = snapshot;
  if (phase === 'ended') return `ended: ${status.replaceAll('-', ' ')}`;
  const bake = bakeOf(snapshot);
  const watched =
    alarms.names.length === 0 ? '' : `, watching ${alarms.names.map((name) => harmless(name)).join(', ')}`;
  if (bake !== undefined) return `${bakeName(shift, bake)}${time(bake.endsAt)}${watched}`;
  if (shift !== undefined && phase === 'draining-old-tasks') return 'cleaning up, the old tasks stop';
  if (phase === 'rolling-back') return describeWayBack(snapshot);
  if (phase === 'requested') return describeRequested(snapshot);
  if (shift !== undefined && phase === 'shifting-traffic') return describeMove(shift);
  return phase === 'baking' ? `${phaseWords[phase]}${watched}` : phaseWords[phase];
}

/** Nothing is to be seen of the new revision yet. */
export function describeRequested({ deployment, shift }: Snapshot): string {
  if (deployment.codeDeploy === undefined) return phaseWords.requested;
  return shift?.stage === undefined ? 'waiting for CodeDeploy to begin' : describeMove(shift);
}

/** `rolling back`; with CodeDeploy by a deployment of its own, under an id of its own. */
export function describeWayBack({ rollbackDeployment: other }: Snapshot): string {
  return other === undefined
    ? phaseWords['rolling-back']
    : `rolling back by CodeDeploy deployment ${harmless(other)}`;
}

/** What happens to the traffic in this stage; between two of them AWS takes some seconds. */
export function describeMove({ stage = '', production }: Shift): string {
  if (isLifecycleEvent(stage)) return eventWords[stage];
  if (stage === 'TEST_TRAFFIC_SHIFT') return 'shifting test traffic';
  return production >= 100 ? 'all traffic is shifted' : 'shifting traffic';
}

/** The bake that it is in; what else it waits for comes first. */
export function bakeOf({ phase, shift }: Snapshot): Shift['bake'] {
  return phase === 'baking' || phase === 'shifting-traffic' ? shift?.bake : undefined;
}

/** A pause of the traffic: between two moves, or after the last, which CodeDeploy has a word of its own for. */
export function bakeName(shift: Shift | undefined, { kind }: Pick<Bake, 'kind'>): string {
  if (kind === 'step') return 'step bake';
  return shift?.stage === terminationWait ? 'wait before the old tasks end' : 'bake time';
}

type Bake = NonNullable<Shift['bake']>;

/** What CodeDeploy does at its lifecycle events. */
const eventWords: Readonly<Record<LifecycleEvent, string>> = {
  BeforeInstall: 'before the new tasks start',
  Install: 'starting tasks',
  AfterInstall: 'the new tasks run',
  AllowTestTraffic: 'shifting test traffic',
  AfterAllowTestTraffic: 'test traffic is shifted',
  BeforeAllowTraffic: 'before production traffic moves',
  AllowTraffic: 'shifting traffic',
  AfterAllowTraffic: 'all traffic is shifted',
};

// AWS's own word: what a person finds in the console and in its documentation.
function stageOf({ phase, shift }: Snapshot): string {
  return shift?.stage === undefined || phase === 'ended' ? '' : `${harmless(shift.stage)}: `;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
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
