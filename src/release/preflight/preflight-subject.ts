import type { TrafficTarget } from '../../appspec/generate.ts';
import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { ServiceSettings, ServiceState } from '../../aws/service-state.ts';
import type { Milliseconds } from '../../model/duration.ts';
import type { SkipReason } from '../../model/preflight.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';

/** What a preflight looks at: a revision as it would be registered, and the service that it is for. */
export interface PreflightSubject {
  readonly service: ServiceState;
  readonly definition: TaskDefinition;
  /** What the service is on: what it names already is not looked at again. Absent: everything is. */
  readonly running?: TaskDefinition | undefined;
  /** The settings that will be in force. */
  readonly settings: ServiceSettings;
  readonly controller: BringInController;
  /** Whether ecsdeploy takes a failed release back while it runs. */
  readonly ownRollback: boolean;
  /** How long a release is followed. */
  readonly timeout: Milliseconds;
  /** Containers whose image the release builds. */
  readonly built: readonly string[];
  /** Whether values of secrets may be read, to see whether they have the key that is asked of them. */
  readonly readsSecretValues: boolean;
}

/** Who brings a revision in; of CodeDeploy with the group, or why it could not be read, and the target of its AppSpec, where asked for. */
export type BringInController =
  | { readonly kind: 'ecs' }
  | {
      readonly kind: 'codedeploy';
      readonly group?: DeploymentGroupState | SkipReason | undefined;
      /** Where the AppSpec sends requests, which need not be what the service was created with. Absent: planning has held it already. */
      readonly target?: TrafficTarget | undefined;
    };

/** The region and the account of the service, from its ARN. */
export function placeOf({ service }: PreflightSubject): {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
} {
  const [, partition = 'aws', , region = '', account = ''] = service.arn.split(':');
  return { partition, region, account };
}

/** The group of CodeDeploy, as far as it was read. */
export function groupOf(controller: BringInController): DeploymentGroupState | undefined {
  if (controller.kind !== 'codedeploy' || controller.group === undefined) return undefined;
  return 'rollsBackOn' in controller.group ? controller.group : undefined;
}
