import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { ListenerState } from '../../aws/listeners.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { TrafficRouting } from '../../model/codedeploy.ts';
import type { LifecycleEvent } from '../../model/lifecycle.ts';
import type { MovedHooks, NamedTargetGroup } from '../../model/migration.ts';

/** All that was read of a service under CodeDeploy, before anything is decided. */
export interface MigrationEvidence {
  readonly service: ServiceState;
  readonly group: DeploymentGroupState;
  /** The deployment configuration that releases use; absent where ecsdeploy.yml says the routing itself. */
  readonly configuration?: string | undefined;
  readonly routing: TrafficRouting;
  /** The target groups that the group names, as far as they exist. */
  readonly targetGroups: readonly NamedTargetGroup[];
  /** The listeners that the group names. */
  readonly production: readonly ListenerState[];
  readonly test: readonly ListenerState[];
  readonly hooks: KnownHooks;
  /** `d-…` of a deployment of the group that has not ended. */
  readonly inProgress?: string | undefined;
}

/** Functions of the newest AppSpec, by name or ARN as they stand there. */
export type KnownHooks =
  | {
      readonly known: true;
      readonly hooks: readonly { readonly event: LifecycleEvent; readonly function: string }[];
    }
  | Extract<MovedHooks, { known: false }>;
