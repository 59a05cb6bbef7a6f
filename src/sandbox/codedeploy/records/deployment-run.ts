import type { ServiceRecord } from '../../ecs/records/service.ts';
import type { TaskSetRecord } from '../../ecs/records/task-set.ts';
import type { Scheduled } from '../../engine/timeline.ts';
import type { HookExecution } from './lifecycle-event.ts';

/** What the engine of a deployment that has not ended remembers between two moments. */
export interface DeploymentRun {
  /** What is to come of it. */
  readonly plans: Set<Scheduled>;
  /** Known once it is InProgress. */
  service?: ServiceRecord;
  /** The task set that serves when it begins. */
  blue?: TaskSetRecord;
  /** The task set that it creates; of a rollback the one that it takes the traffic from. */
  green?: TaskSetRecord;
  /** The desired count of the service as it was last seen, and since when the service has not come to rest at another one. */
  scaling?: { readonly desiredCount: number; readonly since?: number };
  /** Ends the wait that it is in. Given by whoever waits. */
  goOn?: () => void;
  /** A function has reported, or will not any more. Given by the event whose functions run. */
  hookOver?: (execution: HookExecution) => void;
}
