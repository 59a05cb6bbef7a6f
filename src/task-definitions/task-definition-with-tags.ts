import type { Tag, TaskDefinition } from '../model/task-definition.ts';

/** A task definition with its tags beside it, as AWS keeps them. A registered revision is one too. */
export interface TaskDefinitionWithTags {
  readonly definition: TaskDefinition;
  readonly tags: readonly Tag[];
}
