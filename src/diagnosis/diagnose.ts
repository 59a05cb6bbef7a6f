import type { ServiceEvent, StoppedContainer, StoppedTask } from '../model/deployment.ts';
import type { Diagnosis, Finding } from '../model/diagnosis.ts';
import { nameFromArn } from '../model/service-ref.ts';
import { lookUp, normalise } from './catalogue.ts';
import { explainExit } from './explain-exit.ts';
import { startFailureOf } from './start-failure.ts';

/** What was collected while the release went on. */
export interface Evidence {
  readonly stoppedTasks: readonly StoppedTask[];
  readonly events: readonly ServiceEvent[];
  readonly statusReason?: string | undefined;
  readonly unhealthyTargets: readonly {
    readonly id: string;
    readonly reason?: string | undefined;
    readonly description?: string | undefined;
  }[];
}

// More than a handful of causes is a dump again.
const mostFindings = 5;

/**
 * The pure half of a diagnosis: distinct causes, the most telling first. Tasks tell more than events, and events more than
 * the deployment's own status, which is usually a symptom.
 */
export function diagnose(evidence: Evidence): Diagnosis {
  const findings = [
    ...evidence.stoppedTasks.flatMap((task) => fromTask(task) ?? []),
    ...evidence.unhealthyTargets.map(fromTarget),
    ...evidence.events.flatMap((event) => fromEvent(event) ?? []),
    ...(evidence.statusReason === undefined ? [] : fromStatus(evidence.statusReason)),
  ];
  const distinct = group(findings);
  // The status only repeats what the others explain.
  const telling = distinct.filter(({ source }) => source !== 'deployment');
  return { findings: (telling.length > 0 ? telling : distinct).slice(0, mostFindings) };
}

function fromTask(task: StoppedTask): Finding | undefined {
  const failure = startFailureOf(task);
  if (failure === undefined) return undefined;
  const culprit = culpritOf(task);
  const reason = task.stoppedReason ?? '';
  const entry = lookUp(culprit?.reason ?? '') ?? lookUp(reason);
  const base = {
    heals: failure.canHeal ? ('maybe' as const) : ('never' as const),
    evidence: normalise([reason, culprit?.reason].filter(Boolean).join(' · ')),
    count: 1,
    example: nameFromArn(task.taskArn),
    exitCode: culprit?.exitCode,
    container: culprit?.name,
  };
  if (entry !== undefined) {
    return { ...base, id: entry.id, cause: entry.cause, advice: entry.advice, source: 'task' };
  }
  if (culprit?.exitCode !== undefined) {
    return { ...base, id: `exit.${culprit.exitCode}`, ...explainExit(culprit.exitCode), source: 'container' };
  }
  return { ...base, id: 'unknown', cause: 'A task of the new revision stopped', source: 'task' };
}

/** The container that ended the task: the one with a reason, else one that failed, else one that ended at all. */
function culpritOf(task: StoppedTask): StoppedContainer | undefined {
  return (
    task.containers.find(({ reason }) => reason !== undefined) ??
    task.containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0) ??
    task.containers.find(({ exitCode }) => exitCode !== undefined)
  );
}

function fromTarget(target: Evidence['unhealthyTargets'][number]): Finding {
  const words = target.description ?? target.reason ?? 'unhealthy';
  return {
    id: 'health.load-balancer',
    cause: `The load balancer's health check fails: ${words}`,
    advice: lookUp('failed ELB health checks')?.advice,
    heals: 'maybe',
    evidence: [target.reason, target.description].filter(Boolean).join(': '),
    source: 'target',
    count: 1,
    example: target.id,
  };
}

function fromEvent(event: ServiceEvent): Finding | undefined {
  const entry = lookUp(event.message);
  if (entry === undefined) return undefined;
  const why = /due to \(reason (.+)\)\.?$/.exec(event.message)?.[1];
  return {
    id: entry.id,
    cause: why === undefined ? entry.cause : `${entry.cause}: ${why}`,
    advice: entry.advice,
    heals: entry.heals,
    evidence: normalise(event.message),
    source: 'event',
    count: 1,
  };
}

function fromStatus(statusReason: string): Finding[] {
  return [
    {
      id: 'deployment.status',
      cause: normalise(statusReason),
      heals: 'maybe',
      evidence: normalise(statusReason),
      source: 'deployment',
      count: 1,
    },
  ];
}

/** One finding per cause. The first one seen keeps its evidence: tasks come first and know most. */
function group(findings: readonly Finding[]): Finding[] {
  const groups: Finding[] = [];
  for (const finding of findings) {
    const index = groups.findIndex((known) => isSameCause(known, finding));
    const known = groups[index];
    if (known === undefined) groups.push(finding);
    else if (known.source === finding.source) groups[index] = { ...known, count: known.count + 1 };
    // An event or a target repeats what a task has said, but knows the code that the health check got.
    else if (finding.cause.startsWith(known.cause)) groups[index] = { ...known, cause: finding.cause };
  }
  return groups.sort((a, b) => b.count - a.count);
}

function isSameCause(known: Finding, finding: Finding): boolean {
  if (finding.id === 'unknown') return known.id === 'unknown' && known.evidence === finding.evidence;
  return (
    known.id === finding.id && (finding.container === undefined || known.container === finding.container)
  );
}
