import type { TaskRecord } from './records/task.ts';

export interface TaskCounts {
  readonly running: number;
  readonly pending: number;
}

/** As the API counts: what is being stopped counts neither as running nor as pending. */
export function countTasks(tasks: Iterable<TaskRecord>, isMeant: (task: TaskRecord) => boolean): TaskCounts {
  let running = 0;
  let pending = 0;
  for (const task of tasks) {
    if (task.desiredStatus !== 'RUNNING' || !isMeant(task)) continue;
    if (task.lastStatus === 'RUNNING') running++;
    else pending++;
  }
  return { running, pending };
}
