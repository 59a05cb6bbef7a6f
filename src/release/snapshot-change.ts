import type { RevisionCounts, Snapshot } from '../model/deployment.ts';

/** Whether two looks differ in anything a person would notice. */
export function hasChanged(before: Snapshot | undefined, after: Snapshot): boolean {
  return before === undefined || noticeable(before) !== noticeable(after);
}

function noticeable(snapshot: Snapshot): string {
  const { status, phase, desired, target, sources, failedTasks, circuitBreaker, alarms, shift, hooks } =
    snapshot;
  return JSON.stringify([
    [status, phase, desired, failedTasks, circuitBreaker.status, alarms.status],
    counts(target),
    shift === undefined ? [] : [shift.strategy, shift.stage, shift.production, shift.test, shift.bake?.kind],
    hooks?.map(({ hookId, status }) => [hookId, status]) ?? [],
    sources.map(counts),
  ]);
}

function counts({ taskDefinition, requested, running, pending }: RevisionCounts): readonly unknown[] {
  return [taskDefinition, requested, running, pending];
}
