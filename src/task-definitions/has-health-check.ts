import type { TaskDefinition } from '../model/task-definition.ts';

/** Whether the health of a container is checked by ECS itself: then a task is well only once that check says so. */
export function hasHealthCheck({ containerDefinitions }: TaskDefinition): boolean {
  return containerDefinitions.some((container) => container['healthCheck'] !== undefined);
}
