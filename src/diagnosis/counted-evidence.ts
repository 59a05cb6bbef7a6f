import type { ServiceEvent, StoppedTask } from '../model/deployment.ts';
import type { CountedEvent, StoppedTaskGroup, TargetGroupHealth } from '../model/diagnosis.ts';
import { nameFromArn } from '../model/service-ref.ts';
import { lookUp, normalise } from './catalogue.ts';
import type { TargetGroupEvidence } from './evidence.ts';
import { isScaledIn, withoutIds } from './start-failure.ts';
import { isSymptom } from './symptoms.ts';

// What is beyond these repeats itself.
const mostGroups = 5;
const mostEvents = 5;

/** The same end once, with a count; the most frequent first. */
export function countTasks(tasks: readonly StoppedTask[]): StoppedTaskGroup[] {
  const groups = new Map<string, StoppedTaskGroup>();
  for (const task of tasks) {
    if (isScaledIn(task)) continue;
    const { stopCode, stoppedReason, stoppedAt, containers } = task;
    const key = withoutIds(JSON.stringify([stopCode, stoppedReason, containers]));
    const known = groups.get(key);
    groups.set(key, {
      count: (known?.count ?? 0) + 1,
      example: known?.example ?? nameFromArn(task.taskArn),
      stopCode,
      stoppedReason: known === undefined ? stoppedReason && normalise(stoppedReason) : known.stoppedReason,
      lastAt: Math.max(known?.lastAt ?? 0, stoppedAt ?? 0) || undefined,
      containers: known?.containers ?? containers,
    });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, mostGroups);
}

/** How many targets are well, and why the others are not. */
export function countTargets({ arn, targets }: TargetGroupEvidence): TargetGroupHealth {
  const reasons = new Map<string, TargetGroupHealth['reasons'][number]>();
  for (const { state, reason: code, description } of targets) {
    if (state === 'healthy') continue;
    const key = JSON.stringify([state, code, description]);
    reasons.set(key, { state, code, description, count: (reasons.get(key)?.count ?? 0) + 1 });
  }
  return {
    arn,
    healthy: targets.filter(({ state }) => state === 'healthy').length,
    total: targets.length,
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count),
  };
}

/** Events that are not the usual course of things, each once, the newest first. */
export function countEvents(events: readonly ServiceEvent[]): CountedEvent[] {
  const groups = new Map<string, CountedEvent>();
  for (const { message, at } of [...events].sort((a, b) => b.at - a.at)) {
    if (!isTelling(message)) continue;
    const key = withoutIds(message);
    const known = groups.get(key);
    groups.set(key, {
      at: known?.at ?? at,
      message: known?.message ?? normalise(message),
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...groups.values()].slice(0, mostEvents);
}

function isTelling(message: string): boolean {
  return (
    lookUp(message) !== undefined ||
    isSymptom(message) ||
    /\bunable\b|\bfailed\b|unhealthy|\berror\b|throttled|rolling back/i.test(message)
  );
}
