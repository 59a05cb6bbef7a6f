import type { TaskRecord } from '../ecs/records/task.ts';
import type { World } from '../world.ts';

/**
 * Who runs the containers of a task. The life of a task (its statuses, its targets, its observer) is ECS's and the same for all of them:
 * it says what is to happen, and the runtime answers later by what has happened (`imagesPulled`, `containerStarted`, `taskRuns`,
 * `containerHealth`, `containerExits`, `failToStart`).
 */
export interface TaskRuntime {
  readonly kind: 'simulated' | 'docker';
  /** Pulls the images of a task that was placed, and starts its containers. */
  launch(world: World, task: TaskRecord): void;
  /** Ends the containers that run: SIGTERM, and SIGKILL after their stop timeout. */
  terminate(world: World, task: TaskRecord): void;
  /** The task has come to its end: nothing of it may stay. */
  discard(world: World, task: TaskRecord): void;
}
