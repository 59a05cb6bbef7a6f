import type { StopTaskCommandInput, StopTaskResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findCluster } from '../lookup/cluster.ts';
import { taskIn } from '../lookup/task.ts';
import { invalidParameter } from '../refusals.ts';
import { stopTask } from '../tasks/stop-task.ts';
import { viewTask } from '../views/task-view.ts';

export const StopTask: Operation<StopTaskCommandInput, StopTaskResponse> = (world, input) => {
  const task = taskIn(findCluster(world, input.cluster), input.task ?? '');
  if (task === undefined) throw invalidParameter('The referenced task was not found.');
  // The default text is not certain: the console shows this one.
  stopTask(world, task, { code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user' });
  return { task: viewTask(task, ['TAGS']) };
};
