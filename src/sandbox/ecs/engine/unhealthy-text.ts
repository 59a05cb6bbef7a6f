import type { HealthFailure, TaskRecord } from '../records/task.ts';

/** How an event of the service tells that a task has failed a health check for good (2.6 of the specification). */
export function unhealthyText(task: TaskRecord, failure: HealthFailure): string {
  if (failure.kind === 'container') return `(task ${task.id}) failed container health checks.`;
  const { target, description } = failure;
  return (
    `(task ${task.id}) (port ${target.port}) is unhealthy in (target-group ${target.targetGroupArn}) ` +
    `due to (reason ${description}).`
  );
}
