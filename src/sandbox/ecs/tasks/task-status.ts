import type { World } from '../../world.ts';
import type { TaskRecord, TaskStatus } from '../records/task.ts';

/** Moves a task on. Its version grows with each change, as event consumers rely on. */
export function enter(task: TaskRecord, status: TaskStatus): void {
  task.lastStatus = status;
  task.version++;
}

/** Schedules something that only makes sense while the task is not told to stop. */
export function plan(world: World, task: TaskRecord, delay: number, what: string, action: () => void): void {
  task.plans.push(world.timeline.after(delay, what, action));
}

export function dropPlans(task: TaskRecord): void {
  for (const planned of task.plans) planned.cancel();
  task.plans.length = 0;
}
