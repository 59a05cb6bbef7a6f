import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import type { TaskRecord } from '../records/task.ts';

interface LogTarget {
  readonly group: string;
  readonly stream: string;
  readonly createsGroup: boolean;
}

/** Writes a line of a container where its awslogs driver would; `at` is sandbox time. */
export function logLine(
  world: World,
  task: TaskRecord,
  containerName: string,
  message: string,
  at = world.timeline.now(),
): void {
  const target = logTarget(task, definitionOf(task, containerName));
  if (target !== undefined) world.logs.append(target.group, target.stream, message, at);
}

/** Makes the log stream of a container that starts, and says whether there is one. */
export function openLog(world: World, task: TaskRecord, containerName: string): boolean {
  const target = logTarget(task, definitionOf(task, containerName));
  const group = world.logs.groups.get(target?.group ?? '');
  if (target === undefined || group === undefined) return false;
  if (!group.streams.has(target.stream)) world.logs.createStream(group, target.stream);
  return true;
}

/** Makes the log groups that may be made; answers with the reason why a task cannot start without the others. */
export function prepareLogs(world: World, task: TaskRecord): string | undefined {
  for (const definition of task.taskDefinition.definition.containerDefinitions ?? []) {
    const target = logTarget(task, definition);
    if (target === undefined || world.logs.hasGroup(target.group)) continue;
    if (!target.createsGroup) return missingGroup;
    world.logs.createGroup(target.group);
  }
  return undefined;
}

// As ECS reports it for Fargate tasks ("Stopped task error messages" of the ECS developer guide).
const missingGroup =
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
  'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1';

function definitionOf(task: TaskRecord, containerName: string): ContainerDefinition | undefined {
  return task.taskDefinition.definition.containerDefinitions?.find(({ name }) => name === containerName);
}

function logTarget(task: TaskRecord, definition: ContainerDefinition | undefined): LogTarget | undefined {
  const { logDriver, options } = definition?.logConfiguration ?? {};
  const group = options?.['awslogs-group'];
  const name = definition?.name;
  if (logDriver !== 'awslogs' || group === undefined || name === undefined) return undefined;
  // Without a prefix the stream is named after the container's id.
  const prefix = options?.['awslogs-stream-prefix'];
  return {
    group,
    stream: prefix === undefined ? task.id : `${prefix}/${name}/${task.id}`,
    createsGroup: options?.['awslogs-create-group'] === 'true',
  };
}
