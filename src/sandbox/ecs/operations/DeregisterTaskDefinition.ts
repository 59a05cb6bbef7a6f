import type {
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { parseTaskDefinition, taskDefinitionNamed } from '../lookup/task-definition.ts';
import { clientException } from '../refusals.ts';
import { viewTaskDefinition } from '../views/task-definition-view.ts';

export const DeregisterTaskDefinition: Operation<
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionResponse
> = (world, input) => {
  const name = input.taskDefinition ?? '';
  // Needs a revision, so that nobody retires the latest by accident. The text is moto's.
  if (parseTaskDefinition(name).revision === undefined) throw clientException(`Missing revision: ${name}`);
  const record = taskDefinitionNamed(world, name);
  if (record === undefined) {
    throw clientException(
      'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
    );
  }
  if (record.status === 'DELETE_IN_PROGRESS') {
    throw clientException(
      'The task definition could not be deregistered because it is in the process of being deleted.',
    );
  }
  if (record.status === 'ACTIVE') {
    record.status = 'INACTIVE';
    record.deregisteredAt = world.timeline.now();
  }
  return { taskDefinition: viewTaskDefinition(record) };
};
