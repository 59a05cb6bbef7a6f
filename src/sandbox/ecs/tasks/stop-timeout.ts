import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { TaskRecord } from '../records/task.ts';

/** How many seconds a container has from SIGTERM to SIGKILL; 30 where nothing is said. */
export function stopTimeoutOf(definition: ContainerDefinition): number {
  return definition.stopTimeout ?? 30;
}

/** The longest stop timeout of its containers, in seconds. */
export function longestStopTimeout(task: TaskRecord): number {
  return Math.max(...(task.taskDefinition.definition.containerDefinitions ?? []).map(stopTimeoutOf));
}
