import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { TaskDefinitionRecord } from '../records/task-definition.ts';

export function viewTaskDefinition(record: TaskDefinitionRecord): TaskDefinition {
  return {
    ...record.definition,
    taskDefinitionArn: record.arn,
    family: record.family,
    revision: record.revision,
    status: record.status,
    registeredAt: new Date(record.registeredAt),
    registeredBy: record.registeredBy,
    ...(record.deregisteredAt !== undefined && { deregisteredAt: new Date(record.deregisteredAt) }),
    ...(record.deleteRequestedAt !== undefined && { deleteRequestedAt: new Date(record.deleteRequestedAt) }),
  };
}
