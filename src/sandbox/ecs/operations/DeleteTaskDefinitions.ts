import type {
  DeleteTaskDefinitionsCommandInput,
  DeleteTaskDefinitionsResponse,
  Failure,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import type { World } from '../../world.ts';
import { parseTaskDefinition, taskDefinitionNamed } from '../lookup/task-definition.ts';
import type { TaskDefinitionRecord } from '../records/task-definition.ts';
import { invalidParameter } from '../refusals.ts';
import { viewTaskDefinition } from '../views/task-definition-view.ts';

export const DeleteTaskDefinitions: Operation<
  DeleteTaskDefinitionsCommandInput,
  DeleteTaskDefinitionsResponse
> = (world, input) => {
  const names = input.taskDefinitions ?? [];
  if (names.length > 10) throw invalidParameter('Task definition count must be at most 10.');
  const deleted: TaskDefinitionRecord[] = [];
  const failures: Failure[] = [];
  for (const name of names) {
    const record = taskDefinitionNamed(world, name);
    const refusal = refusalFor(name, record);
    if (refusal !== undefined) failures.push({ arn: name, reason: refusal });
    else if (record !== undefined) {
      remove(world, record);
      deleted.push(record);
    }
  }
  return { taskDefinitions: deleted.map((record) => viewTaskDefinition(record)), failures };
};

function refusalFor(name: string, record: TaskDefinitionRecord | undefined): string | undefined {
  if (!/^\d+$/.test(parseTaskDefinition(name).revision ?? '')) {
    return 'The specified task definition identifier is invalid. Specify a valid name or ARN and try again.';
  }
  if (record === undefined) {
    return 'The specified task definition does not exist. Specify a valid account, family, revision and try again.';
  }
  return record.status === 'ACTIVE'
    ? 'The specified task definition is still in ACTIVE status. Please deregister the target and try again.'
    : undefined;
}

/** It stays DELETE_IN_PROGRESS while a task or service uses it. The sandbox looks once, as it is deleted. */
function remove(world: World, record: TaskDefinitionRecord): void {
  record.status = 'DELETE_IN_PROGRESS';
  record.deleteRequestedAt = world.timeline.now();
  world.timeline.after(1_000, 'task definition deleted', () => {
    if (isUsed(world, record)) return;
    const revisions = world.ecs.families.get(record.family) ?? [];
    world.ecs.families.set(
      record.family,
      revisions.map((candidate) => (candidate === record ? undefined : candidate)),
    );
  });
}

function isUsed(world: World, record: TaskDefinitionRecord): boolean {
  return [...world.ecs.clusters.values()].some(
    (cluster) =>
      [...cluster.tasks.values()].some(
        (task) => task.taskDefinition === record && task.lastStatus !== 'STOPPED',
      ) ||
      [...cluster.services.values()].some(
        (service) => service.status !== 'INACTIVE' && service.workload.taskDefinition === record,
      ),
  );
}
