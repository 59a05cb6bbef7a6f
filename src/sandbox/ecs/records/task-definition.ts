import type { Tag, TaskDefinition } from '@aws-sdk/client-ecs';

export interface TaskDefinitionRecord {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  /** What was registered, normalised as ECS does, with members that are newer than the SDK; frozen. */
  readonly definition: TaskDefinition;
  readonly registeredAt: number;
  readonly registeredBy: string;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  deregisteredAt?: number;
  deleteRequestedAt?: number;
  tags: readonly Tag[];
}
