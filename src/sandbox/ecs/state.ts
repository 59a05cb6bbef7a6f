import type { ClusterRecord } from './records/cluster.ts';
import type { TaskDefinitionRecord } from './records/task-definition.ts';
import type { TaskRecord } from './records/task.ts';

/** Everything that ECS knows in one account and region. */
export class EcsState {
  /** By name. */
  readonly clusters = new Map<string, ClusterRecord>();
  /** Family → its revisions; revision n is at n - 1, and a deleted one leaves a gap, as numbers are never used twice. */
  readonly families = new Map<string, (TaskDefinitionRecord | undefined)[]>();
  /** `<target group>|<id>|<port>` → the task behind that target. */
  readonly tasksByTarget = new Map<string, TaskRecord>();
  /** RunTask's client tokens. */
  readonly runTaskTokens = new Map<
    string,
    { readonly input: string; readonly tasks: readonly TaskRecord[] }
  >();
  /** How many tasks got an address or a port so far. */
  interfaces = 0;
  hostPorts = 0;
  readonly #taskListeners: ((task: TaskRecord) => void)[] = [];

  /** Tells when a task has begun to run, and when its containers have ended. */
  onTaskChange(listener: (task: TaskRecord) => void): void {
    this.#taskListeners.push(listener);
  }

  taskChanged(task: TaskRecord): void {
    for (const listener of this.#taskListeners) listener(task);
  }
}
