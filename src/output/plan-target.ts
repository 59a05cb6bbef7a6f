import type { ReleasePlan } from '../model/release-plan.ts';
import { revisionName } from '../model/service-ref.ts';

/** From where to where, in names. */
export function planRevisions(plan: ReleasePlan): string {
  const { taskDefinition } = plan.current;
  return taskDefinition === '' ? planTarget(plan) : `${revisionName(taskDefinition)} → ${planTarget(plan)}`;
}

/** Where a plan leads, in a name: a revision, one that is still to be registered, or back to what served before. */
export function planTarget({ steps, target, wayBack }: ReleasePlan): string {
  if (steps.some(({ kind }) => kind === 'stop-and-roll-back'))
    return 'back to the revision that served before';
  if (target.taskDefinition === undefined && wayBack?.copies !== undefined)
    return `${wayBack.copies}, registered again`;
  return target.taskDefinition === undefined
    ? `a new revision of ${target.family}`
    : revisionName(target.taskDefinition);
}
