import type { DescribeTasksCommandInput, DescribeTasksResponse, Failure, Task } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ecsArn, lastPart } from '../arns.ts';
import { findCluster } from '../lookup/cluster.ts';
import { taskIn } from '../lookup/task.ts';
import { invalidParameter } from '../refusals.ts';
import { viewTask } from '../views/task-view.ts';

export const DescribeTasks: Operation<DescribeTasksCommandInput, DescribeTasksResponse> = (world, input) => {
  const cluster = findCluster(world, input.cluster);
  const names = [...new Set(input.tasks ?? [])];
  if (names.length === 0) throw invalidParameter('Tasks cannot be empty.');
  if (names.length > 100) throw invalidParameter('Tasks can have at most 100 items.');
  const tasks: Task[] = [];
  const failures: Failure[] = [];
  for (const name of names) {
    const task = taskIn(cluster, name);
    if (task !== undefined) tasks.push(viewTask(task, input.include ?? []));
    else {
      const arn = name.startsWith('arn:') ? name : ecsArn(world, `task/${cluster.name}/${lastPart(name)}`);
      failures.push({ arn, reason: 'MISSING' });
    }
  }
  return { tasks, failures };
};
