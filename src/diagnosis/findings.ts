import type { ServiceEvent, StoppedTask } from '../model/deployment.ts';
import type { AlarmEvidence, Finding, HookEvidence } from '../model/diagnosis.ts';
import type { GateReport } from '../model/gate.ts';
import { nameFromArn } from '../model/service-ref.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { lookUp, normalise } from './catalogue.ts';
import { culpritOf } from './culprit.ts';
import type { Evidence, TargetGroupEvidence } from './evidence.ts';
import { explainExit } from './explain-exit.ts';
import { startFailureOf } from './start-failure.ts';
import { isSymptom } from './symptoms.ts';

/** What each piece of evidence says by itself, tasks first, which know most. */
export function findingsOf(evidence: Evidence): Finding[] {
  const causes = [
    ...evidence.stoppedTasks.flatMap((task) => fromTask(task, evidence.definition) ?? []),
    ...evidence.hooks.map(fromHook),
    ...evidence.alarms.map(fromAlarm),
    ...evidence.gates.flatMap((report) => fromGate(report) ?? []),
    ...evidence.targetGroups.flatMap(fromTargets),
    ...evidence.events.flatMap((event) => fromEvent(event) ?? []),
  ];
  return [
    ...(causes.length > 0 ? causes : fromTakenTasks(evidence)),
    ...fromStanding(evidence.standing),
    ...(evidence.statusReason === undefined ? [] : [fromStatus(evidence.statusReason)]),
  ];
}

/**
 * Tasks that AWS took away, by Spot or with their host. They say nothing against a revision, and one of them is chance: they are the
 * cause only where nothing else is, several went, and the service has not got over it.
 */
function fromTakenTasks({ stoppedTasks, standing }: Evidence): Finding[] {
  if (standing !== undefined && standing.running >= standing.desired) return [];
  const findings = stoppedTasks.flatMap(({ stoppedReason = '', taskArn }): Finding[] => {
    const entry = lookUp(stoppedReason);
    if (entry === undefined || !/^(?:spot|host)\./.test(entry.id)) return [];
    const { id, cause, advice, confidence } = entry;
    const evidence = normalise(stoppedReason);
    const example = nameFromArn(taskArn);
    return [{ id, cause, advice, confidence, heals: 'maybe', evidence, source: 'task', count: 1, example }];
  });
  return findings.length > 1 ? findings : [];
}

function fromTask(task: StoppedTask, definition: TaskDefinition | undefined): Finding | undefined {
  const failure = startFailureOf(task, definition);
  if (failure === undefined) return undefined;
  const culprit = culpritOf(task, definition);
  const reason = task.stoppedReason ?? '';
  const entry = lookUp(culprit?.reason ?? '') ?? (isSymptom(reason) ? undefined : lookUp(reason));
  const base = {
    heals: failure.canHeal ? ('maybe' as const) : ('never' as const),
    evidence: normalise([reason, culprit?.reason].filter(Boolean).join(' · ')),
    count: 1,
    example: nameFromArn(task.taskArn),
    exitCode: culprit?.exitCode,
    container: culprit?.name,
  };
  if (entry !== undefined) {
    const { id, cause, advice, confidence } = entry;
    return { ...base, id, cause, advice, confidence, source: 'task' };
  }
  if (culprit?.exitCode !== undefined) {
    return { ...base, id: `exit.${culprit.exitCode}`, ...explainExit(culprit.exitCode), source: 'container' };
  }
  return { ...base, id: 'unknown', cause: 'A task of the new revision stopped', source: 'task' };
}

function fromHook({ stage, functionArn, message }: HookEvidence): Finding {
  const name = functionArn === undefined ? 'A hook' : `The hook ${functionNameOf(functionArn)}`;
  return {
    id: 'hook.failed',
    cause: `${name} failed${stage === undefined ? '' : ` at ${stage}`}`,
    advice: 'Read the log of its function: it has judged the new revision, or could not.',
    heals: 'maybe',
    evidence: normalise(message ?? 'failed'),
    source: 'hook',
    count: 1,
    example: functionArn,
  };
}

/** `arn:aws:lambda:<region>:<account>:function:<name>[:<alias>]` */
function functionNameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}

function fromAlarm({ name, reason }: AlarmEvidence): Finding {
  return {
    id: 'alarm.fired',
    cause: `The alarm ${name} fired`,
    advice: 'Look at its metric since the release began: what changed with it?',
    heals: 'maybe',
    evidence: normalise(reason ?? 'ALARM'),
    source: 'alarm',
    count: 1,
    example: name,
  };
}

function fromGate({ gate, verdict, dryRun }: GateReport): Finding | undefined {
  if (dryRun || (verdict.kind !== 'fail' && verdict.kind !== 'inconclusive')) return undefined;
  const isBad = verdict.kind === 'fail';
  return {
    id: isBad ? 'gate.failed' : 'gate.inconclusive',
    cause: isBad
      ? `The gate ${gate} found the new revision bad`
      : `The gate ${gate} could not tell good from bad`,
    heals: 'maybe',
    evidence: `gate ${gate}: ${verdict.kind}`,
    source: 'gate',
    count: 1,
    example: gate,
  };
}

function fromTargets({ targets }: TargetGroupEvidence): Finding[] {
  return targets
    .filter(({ state }) => state === 'unhealthy')
    .map((target): Finding => {
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
    });
}

// `(service web) was unable to place a task. Reason: ResourceInitializationError: …`: the place was not what it lacked.
const startErrorIn = /\bunable to place a task\. Reason: ((?:\w+Error|\w+Exception): .+)$/s;

function fromEvent(event: ServiceEvent): Finding | undefined {
  const startError = startErrorIn.exec(event.message)?.[1];
  const entry = (startError === undefined ? undefined : lookUp(startError)) ?? lookUp(event.message);
  if (entry === undefined) return undefined;
  const why = /due to \(reason (.+)\)\.?$/.exec(event.message)?.[1];
  return {
    id: entry.id,
    cause: why === undefined ? entry.cause : `${entry.cause}: ${why}`,
    advice: entry.advice,
    confidence: entry.confidence,
    heals: entry.heals === 'never' ? 'never' : 'maybe',
    evidence: normalise(event.message),
    source: isSymptom(event.message) ? 'deployment' : 'event',
    count: 1,
  };
}

function fromStanding(standing: Evidence['standing']): Finding[] {
  if (standing === undefined) return [];
  const { running, pending, desired } = standing;
  // Those that are on the way may be a scale-out; tasks that do not stay are findings of their own.
  if (running + pending >= desired) return [];
  return [
    {
      id: 'service.too-few-tasks',
      cause: `Only ${running} of ${desired} tasks run`,
      heals: 'maybe',
      evidence: `runningCount ${running}, desiredCount ${desired}`,
      source: 'service',
      count: 1,
    },
  ];
}

function fromStatus(statusReason: string): Finding {
  const entry = isSymptom(statusReason) ? undefined : lookUp(statusReason);
  return {
    id: entry?.id ?? 'deployment.status',
    cause: entry?.cause ?? normalise(statusReason),
    advice: entry?.advice,
    confidence: entry?.confidence,
    heals: entry?.heals === 'never' ? 'never' : 'maybe',
    evidence: normalise(statusReason),
    source: 'deployment',
    count: 1,
  };
}
