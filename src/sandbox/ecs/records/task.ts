import type {
  HealthStatus,
  LaunchType,
  NetworkBinding,
  Tag,
  TaskOverride,
  TaskStopCode,
} from '@aws-sdk/client-ecs';
import type { TargetEndpoint } from '../../elbv2/target.ts';
import type { Scheduled } from '../../engine/timeline.ts';
import type { TaskRuntime } from '../../runtime/task-runtime.ts';
import type { ClusterRecord } from './cluster.ts';
import type { DeploymentRecord } from './deployment.ts';
import type { TaskDefinitionRecord } from './task-definition.ts';
import type { TaskSetRecord } from './task-set.ts';

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface ContainerRecord {
  readonly arn: string;
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly cpu: number;
  readonly memory: number | undefined;
  readonly memoryReservation: number | undefined;
  /** Ports of its host; those of a real container are known when it runs. */
  networkBindings: readonly NetworkBinding[];
  readonly hasHealthCheck: boolean;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  healthStatus: HealthStatus;
  imageDigest?: string;
  runtimeId?: string;
  exitCode?: number;
  reason?: string;
}

/** A port of the task that a load balancer sends requests to. */
export interface TaskTarget {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** What it is registered as; a real container has its address, and a port of its host, when it runs. */
  id: string;
  port: number;
  /** Where a real container is reached. */
  endpoint?: TargetEndpoint;
  registered: boolean;
  /** It was left out: the target group does not get to know the task. */
  isMissing?: boolean;
}

/** An elastic network interface of a task in `awsvpc` mode. */
export interface TaskInterface {
  readonly attachmentId: string;
  readonly networkInterfaceId: string;
  readonly subnetId: string;
  readonly privateIpv4Address: string;
  readonly macAddress: string;
}

/** Why a task is being stopped, or could not start. */
export interface StopCause {
  readonly code: TaskStopCode;
  readonly reason: string;
}

/** What failed when a task is called unhealthy. */
export type HealthFailure =
  | { readonly kind: 'target'; readonly target: TaskTarget; readonly description: string }
  | { readonly kind: 'container' };

/** Who is told how a task fares: the scheduler of its service, or nobody for a task of RunTask. */
export interface TaskObserver {
  /** A task could not be placed, so there is none. `event` is what the service says of it. */
  unplaced(event: string): void;
  running(task: TaskRecord): void;
  healthy(task: TaskRecord): void;
  unhealthy(task: TaskRecord, failure: HealthFailure): void;
  /** A target group does not know the task, which therefore never gets healthy. */
  targetMissing(task: TaskRecord, target: TaskTarget): void;
  /** The containers have ended: the task no longer takes a place. */
  ended(task: TaskRecord): void;
  stopped(task: TaskRecord): void;
}

/** What a task of a service belongs to: a deployment, or under CODE_DEPLOY a task set. */
export type TaskHolder = DeploymentRecord | TaskSetRecord;

/** A task of a service: whose it is. */
export interface TaskOwner {
  readonly holder: TaskHolder;
  /** Read when it matters: the service can change it at any time. */
  readonly gracePeriod: () => number;
  readonly pinnedDigests: Map<string, string>;
  /**
   * Of a target whose group no load balancer uses nobody can tell whether it is healthy: a deployment of ECS waits for it, while a task set goes
   * without. Therefore CodeDeploy can lead all requests to tasks that fail the load balancer's health check.
   */
  readonly unusedTargets: 'wait' | 'pass';
}

export interface TaskRecord {
  readonly id: string;
  readonly arn: string;
  readonly cluster: ClusterRecord;
  readonly taskDefinition: TaskDefinitionRecord;
  /** This and the observer are others once its service goes from CODE_DEPLOY to ECS. */
  owner: TaskOwner | undefined;
  observer: TaskObserver;
  readonly containers: readonly ContainerRecord[];
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly launchType: LaunchType | undefined;
  readonly capacityProviderName: string | undefined;
  readonly onFargate: boolean;
  readonly platformVersion: string | undefined;
  readonly availabilityZone: string;
  readonly overrides: TaskOverride | undefined;
  readonly enableExecuteCommand: boolean;
  /** Who runs its containers. */
  readonly runtime: TaskRuntime;
  networkInterface: TaskInterface | undefined;
  readonly targets: readonly TaskTarget[];
  readonly createdAt: number;
  tags: readonly Tag[];
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  version: number;
  healthy: boolean;
  /** It failed a health check for good and waits to be replaced. */
  failure?: HealthFailure;
  stop?: StopCause;
  pullStartedAt?: number;
  pullStoppedAt?: number;
  startedAt?: number;
  stoppingAt?: number;
  executionStoppedAt?: number;
  stoppedAt?: number;
  /** Events to come that make no sense once the task stops. */
  readonly plans: Scheduled[];
}
