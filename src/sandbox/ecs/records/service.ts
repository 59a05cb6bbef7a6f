import type {
  AvailabilityZoneRebalancing,
  DeploymentConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  PropagateTags,
  ServiceEvent,
  Tag,
} from '@aws-sdk/client-ecs';
import type { Scheduled } from '../../engine/timeline.ts';
import type { ClusterRecord } from './cluster.ts';
import type { DeploymentRecord } from './deployment.ts';
import type { ServiceDeploymentRecord } from './service-deployment.ts';
import type { ServiceRevisionRecord, Workload } from './service-revision.ts';
import type { TaskRecord } from './task.ts';
import type { TaskSetRecord } from './task-set.ts';

/** The part of a service that changes without a new deployment. Frozen. */
export interface ServiceOptions {
  /** As returned: fully populated, but `bakeTimeInMinutes` only where it was asked for. */
  readonly deploymentConfiguration: DeploymentConfiguration;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly healthCheckGracePeriodSeconds: number;
  readonly enableExecuteCommand: boolean;
  readonly enableECSManagedTags: boolean;
  readonly propagateTags: PropagateTags;
  readonly availabilityZoneRebalancing: AvailabilityZoneRebalancing;
}

export interface ServiceRecord {
  readonly arn: string;
  readonly name: string;
  readonly cluster: ClusterRecord;
  readonly roleArn: string | undefined;
  readonly createdAt: number;
  readonly createdBy: string;
  /** From when on describe and list calls see it (`visibilityLag`). */
  readonly visibleFrom: number;
  /** What CreateService was called with, to recognise the same call again. */
  readonly creation: { readonly clientToken: string | undefined; readonly input: object };
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  controller: 'ECS' | 'CODE_DEPLOY';
  desiredCount: number;
  workload: Workload;
  options: ServiceOptions;
  tags: readonly Tag[];
  /** PRIMARY first, then newest first. None under CODE_DEPLOY. */
  deployments: DeploymentRecord[];
  /** Under CODE_DEPLOY: PRIMARY first, then newest first. */
  taskSets: TaskSetRecord[];
  /** Newest first. */
  serviceDeployments: ServiceDeploymentRecord[];
  readonly revisions: Map<string, ServiceRevisionRecord>;
  /** Newest first, at most 100. */
  events: ServiceEvent[];
  /** Its tasks that are not STOPPED yet. */
  readonly tasks: Set<TaskRecord>;
  readonly scheduler: SchedulerMemory;
  /** Asks the scheduler to look at the service soon. Given by the engine. */
  wake: () => void;
}

/** What the scheduler of one service remembers between two looks. */
interface SchedulerMemory {
  /** The last deployment that reached COMPLETED: where a rollback goes. None while a rollback runs. */
  rollbackCandidate?: DeploymentRecord;
  look?: Scheduled;
  /** The moment at which a settled rollout counts as complete, if nothing comes in between. */
  completion?: Scheduled;
  steady: boolean;
  bakeEndsAt?: number;
  /** Slower and slower starts while tasks never reach RUNNING. */
  backOff: { readonly level: number; readonly until: number };
  /** Message → when it was last written, to suppress repeats. */
  readonly saidAt: Map<string, number>;
}
