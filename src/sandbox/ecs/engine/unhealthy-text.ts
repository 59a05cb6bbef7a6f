import type { HealthFailure, TaskRecord, TaskTarget } from '../records/task.ts';

/** How an event of the service tells that a task has failed a health check for good (2.6 of the specification). */
export function unhealthyText(task: TaskRecord, failure: HealthFailure): string {
  if (failure.kind === 'container') return `(task ${task.id}) failed container health checks.`;
  const { target, description } = failure;
  return (
    `(task ${task.id}) (port ${target.port}) is unhealthy in (target-group ${target.targetGroupArn}) ` +
    `due to (reason ${description}).`
  );
}

/** The event of a task that its target group does not know: "Amazon ECS service event messages" of the developer guide. */
export function targetMissingText({ id, owner }: TaskRecord, { targetGroupArn }: TaskTarget): string {
  return `task set (${owner?.holder.id ?? ''}) (task ${id}) is not healthy in target-group (${targetGroupArn}) due to TARGET IS NOT FOUND`;
}
