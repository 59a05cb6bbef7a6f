import type { ServiceEvent, Snapshot, StoppedTask } from '../model/deployment.ts';
import type {
  AlarmEvidence,
  HookEvidence,
  MissingEvidence,
  TaskDefinitionChanges,
} from '../model/diagnosis.ts';
import type { GateReport } from '../model/gate.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { TaskDefinition } from '../model/task-definition.ts';

/** What was collected, as AWS says it. */
export interface Evidence {
  readonly service: ServiceRef;
  /** Of the revision that is diagnosed. */
  readonly stoppedTasks: readonly StoppedTask[];
  readonly events: readonly ServiceEvent[];
  /** Why the deployment ended as it did. */
  readonly statusReason?: string | undefined;
  readonly targetGroups: readonly TargetGroupEvidence[];
  readonly circuitBreaker?: (Snapshot['circuitBreaker'] & { readonly failures: number }) | undefined;
  /** Those that fire, or have fired for this deployment. */
  readonly alarms: readonly AlarmEvidence[];
  /** Those that have failed. */
  readonly hooks: readonly HookEvidence[];
  readonly gates: readonly GateReport[];
  readonly changes?: TaskDefinitionChanges | undefined;
  /** Of the revision that is diagnosed. */
  readonly definition?: TaskDefinition | undefined;
  /** `family:revision` of that. */
  readonly revision?: string | undefined;
  /** What runs of what is wanted, where nothing is in progress that would change it. */
  readonly standing?:
    { readonly running: number; readonly pending: number; readonly desired: number } | undefined;
  readonly missing: readonly MissingEvidence[];
}

export interface TargetGroupEvidence {
  readonly arn: string;
  readonly targets: readonly {
    readonly id: string;
    readonly state: string;
    readonly reason?: string | undefined;
    readonly description?: string | undefined;
  }[];
}
