import type { ListTasksCommandInput, ListTasksResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findCluster } from '../lookup/cluster.ts';
import { findService } from '../lookup/service.ts';
import { pageOf } from '../page.ts';
import type { TaskRecord } from '../records/task.ts';
import { invalidParameter } from '../refusals.ts';

export const ListTasks: Operation<ListTasksCommandInput, ListTasksResponse> = (world, input) => {
  const cluster = findCluster(world, input.cluster);
  const { startedBy, family, serviceName, launchType, containerInstance } = input;
  const others = [family, serviceName, containerInstance].filter((filter) => filter !== undefined);
  if (startedBy !== undefined && others.length > 0) {
    throw invalidParameter('startedBy cannot be combined with other filters.');
  }
  const group =
    serviceName === undefined ? undefined : `service:${findService(world, cluster, serviceName).name}`;
  const status = input.desiredStatus ?? 'RUNNING';
  const matches = (task: TaskRecord): boolean =>
    task.desiredStatus === status &&
    (group === undefined || task.group === group) &&
    (family === undefined || task.taskDefinition.family === family) &&
    (startedBy === undefined || task.startedBy === startedBy) &&
    (launchType === undefined || task.launchType === launchType) &&
    (containerInstance === undefined ||
      (!task.onFargate && cluster.instance.arn.endsWith(containerInstance)));
  const arns = [...cluster.tasks.values()].filter(matches).map((task) => task.arn);
  const page = pageOf(arns, input, { default: 100, max: 100 }, (arn) => arn);
  return { taskArns: page.items, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
};
