import type {
  Deployment,
  DeploymentConfiguration,
  LoadBalancer,
  Service,
  TaskSet,
} from '@aws-sdk/client-ecs';
import type { ServiceEvent } from '../model/deployment.ts';
import type { HookDefinition } from '../model/hook-definition.ts';
import type { ServiceMembers } from '../model/service-members.ts';
import { nameFromArn, type ServiceRef } from '../model/service-ref.ts';
import type { Tag } from '../model/task-definition.ts';

/** A service as one DescribeServices call shows it, in our words. */
export interface ServiceState {
  readonly ref: ServiceRef;
  readonly arn: string;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  /** ECS | CODE_DEPLOY | EXTERNAL */
  readonly controller: string;
  /** ROLLING | BLUE_GREEN | LINEAR | CANARY */
  readonly strategy: string;
  readonly schedulingStrategy: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  /** ARN of the service deployment in progress, or the last one. */
  readonly currentServiceDeployment?: string | undefined;
  /** Of a service that CodeDeploy releases to: its task sets. */
  readonly deployments: readonly ServiceDeploymentEntry[];
  /** Newest first, as AWS gives them. */
  readonly events: readonly ServiceEvent[];
  readonly settings: ServiceSettings;
  readonly loadBalancers: readonly ServiceLoadBalancer[];
  /** EC2 | FARGATE | EXTERNAL; absent where the service has a capacity provider strategy. */
  readonly launchType?: string | undefined;
  /** Of Fargate: LATEST or a version. */
  readonly platformVersion?: string | undefined;
  /** AWS's words; absent where the service has a launch type. */
  readonly capacityProviderStrategy?: readonly CapacityProvider[] | undefined;
  /** Of the network mode awsvpc. */
  readonly network?: AwsvpcNetwork | undefined;
  /** Whether the tasks talk through Service Connect, over which AWS can shift traffic too. */
  readonly serviceConnect: boolean;
  readonly tags: readonly Tag[];
}

export interface ServiceLoadBalancer {
  readonly targetGroupArn?: string | undefined;
  readonly containerName?: string | undefined;
  readonly containerPort?: number | undefined;
  /** What AWS needs to move traffic between two target groups; absent where it was never set up. */
  readonly advanced?: AdvancedConfiguration | undefined;
}

/** An item of AWS's capacity provider strategy. */
interface CapacityProvider {
  readonly capacityProvider: string;
  readonly base?: number | undefined;
  readonly weight?: number | undefined;
}

/** AWS's AwsVpcConfiguration. */
interface AwsvpcNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  /** ENABLED | DISABLED */
  readonly assignPublicIp?: string | undefined;
}

/** AWS's words. Rules are ARNs of a listener rule (ALB) or of a listener (NLB). */
interface AdvancedConfiguration {
  readonly alternateTargetGroupArn: string;
  readonly productionListenerRule: string;
  readonly testListenerRule?: string | undefined;
  readonly roleArn?: string | undefined;
}

/** An entry of `deployments[]`, or of `taskSets[]` where CodeDeploy is the deployment controller: such a service has no deployments. */
export interface ServiceDeploymentEntry {
  /** `ecs-svc/1122334455667788990`, also of a task set; its tasks have it in `startedBy`. */
  readonly id: string;
  /** PRIMARY | ACTIVE | INACTIVE | DRAINING */
  readonly status: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks: number;
  /**
   * IN_PROGRESS | COMPLETED | FAILED, absent with a Classic Load Balancer. A task set that stabilises is in progress, and
   * completed once it is steady: it is not said whether it has all traffic.
   */
  readonly rolloutState?: string | undefined;
  readonly rolloutStateReason?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Of a task set: `d-A1B2C3D4E`, the deployment that has created it; absent for the first of a service. */
  readonly externalId?: string | undefined;
  /** Of a task set: ARNs of the target groups that its tasks are registered with; a deployment has those of the service. */
  readonly targetGroupArns?: readonly string[] | undefined;
}

export interface ServiceSettings {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly circuitBreaker: {
    readonly enable: boolean;
    readonly rollback: boolean;
    readonly resetOnHealthyTask?: boolean | undefined;
    readonly threshold?: { readonly type: string; readonly value: number } | undefined;
  };
  readonly alarms?:
    { readonly names: readonly string[]; readonly enable: boolean; readonly rollback: boolean } | undefined;
  readonly bakeTimeInMinutes?: number | undefined;
  readonly healthCheckGracePeriodSeconds?: number | undefined;
  /** AWS's word. */
  readonly strategy: string;
  readonly canary?: ShiftSteps | undefined;
  readonly linear?: ShiftSteps | undefined;
  /** All of them, whoever has put them there. */
  readonly hooks: readonly HookDefinition[];
  /** A rolling deployment may succeed before its old tasks are gone. */
  readonly earlySuccess: {
    readonly enable: boolean;
    readonly healthyPercent?: number | undefined;
    readonly cleanup?: string | undefined;
  };
}

/** Percent of traffic in one shift, and minutes until the next. */
export interface ShiftSteps {
  readonly percent?: number | undefined;
  readonly bakeTimeInMinutes?: number | undefined;
}

/** The AWS shape in our words, with its defaults spelled out. */
export function toServiceState(service: Service): ServiceState {
  const configuration = service.deploymentConfiguration ?? {};
  const isDaemon = service.schedulingStrategy === 'DAEMON';
  return {
    ref: { cluster: nameFromArn(service.clusterArn ?? ''), service: service.serviceName ?? '' },
    arn: service.serviceArn ?? '',
    status: toStatus(service.status),
    controller: service.deploymentController?.type ?? 'ECS',
    strategy: configuration.strategy ?? 'ROLLING',
    schedulingStrategy: service.schedulingStrategy ?? 'REPLICA',
    taskDefinition: service.taskDefinition ?? '',
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
    currentServiceDeployment: service.currentServiceDeployment,
    deployments: [...(service.deployments ?? []).map(toEntry), ...(service.taskSets ?? []).map(ofTaskSet)],
    events: (service.events ?? []).map((event) => ({
      id: event.id ?? '',
      at: millisecondsOf(event.createdAt),
      message: event.message ?? '',
    })),
    settings: {
      ...toSettings(configuration, isDaemon),
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    },
    loadBalancers: (service.loadBalancers ?? []).map(toLoadBalancer),
    ...whereItRuns(service),
    serviceConnect: (service.deployments ?? []).some(
      ({ serviceConnectConfiguration }) => serviceConnectConfiguration?.enabled === true,
    ),
    tags: (service.tags ?? []).map(({ key = '', value = '' }) => ({ key, value })),
  };
}

/**
 * A deployment configuration in our words, of the service or of one of its service deployments, with AWS's defaults spelled out.
 * @param isDaemon whose percentages have other defaults
 */
export function toSettings(
  configuration: DeploymentConfiguration,
  isDaemon: boolean,
): Omit<ServiceSettings, 'healthCheckGracePeriodSeconds'> {
  const { deploymentCircuitBreaker: breaker, alarms } = configuration;
  return {
    minimumHealthyPercent: configuration.minimumHealthyPercent ?? (isDaemon ? 0 : 100),
    maximumPercent: configuration.maximumPercent ?? (isDaemon ? 100 : 200),
    circuitBreaker: {
      enable: breaker?.enable ?? false,
      rollback: breaker?.rollback ?? false,
      resetOnHealthyTask: breaker?.resetOnHealthyTask,
      threshold:
        breaker?.thresholdConfiguration?.type === undefined
          ? undefined
          : { type: breaker.thresholdConfiguration.type, value: breaker.thresholdConfiguration.value ?? 0 },
    },
    alarms:
      alarms === undefined
        ? undefined
        : {
            names: alarms.alarmNames ?? [],
            enable: alarms.enable ?? false,
            rollback: alarms.rollback ?? false,
          },
    bakeTimeInMinutes: configuration.bakeTimeInMinutes,
    strategy: configuration.strategy ?? 'ROLLING',
    canary: configuration.canaryConfiguration && {
      percent: configuration.canaryConfiguration.canaryPercent,
      bakeTimeInMinutes: configuration.canaryConfiguration.canaryBakeTimeInMinutes,
    },
    linear: configuration.linearConfiguration && {
      percent: configuration.linearConfiguration.stepPercent,
      bakeTimeInMinutes: configuration.linearConfiguration.stepBakeTimeInMinutes,
    },
    hooks: (configuration.lifecycleHooks ?? []) as unknown as readonly HookDefinition[],
    earlySuccess: {
      enable: configuration.earlySuccessCriteria?.enable ?? false,
      healthyPercent: configuration.earlySuccessCriteria?.healthyPercent,
      cleanup: configuration.earlySuccessCriteria?.sourceServiceRevisionCleanup,
    },
  };
}

/** What is not said of the service is said of its PRIMARY task set. */
function whereItRuns(
  service: Service,
): Pick<ServiceState, 'launchType' | 'platformVersion' | 'capacityProviderStrategy' | 'network'> {
  const taskSet = service.taskSets?.find(({ status }) => status === 'PRIMARY');
  const launchType = service.launchType ?? taskSet?.launchType;
  const platformVersion = service.platformVersion ?? taskSet?.platformVersion;
  const strategy = service.capacityProviderStrategy ?? taskSet?.capacityProviderStrategy ?? [];
  const { awsvpcConfiguration: network } =
    service.networkConfiguration ?? taskSet?.networkConfiguration ?? {};
  return {
    ...(launchType === undefined ? {} : { launchType }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(strategy.length === 0
      ? {}
      : {
          capacityProviderStrategy: strategy.map(({ capacityProvider = '', base, weight }) => ({
            capacityProvider,
            base,
            weight,
          })),
        }),
    ...(network === undefined
      ? {}
      : {
          network: {
            subnets: network.subnets ?? [],
            securityGroups: network.securityGroups ?? [],
            assignPublicIp: network.assignPublicIp,
          },
        }),
  };
}

function toEntry(entry: Deployment): ServiceDeploymentEntry {
  return {
    id: entry.id ?? '',
    status: entry.status ?? '',
    taskDefinition: entry.taskDefinition ?? '',
    desiredCount: entry.desiredCount ?? 0,
    runningCount: entry.runningCount ?? 0,
    pendingCount: entry.pendingCount ?? 0,
    failedTasks: entry.failedTasks ?? 0,
    rolloutState: entry.rolloutState,
    rolloutStateReason: entry.rolloutStateReason,
    createdAt: millisecondsOf(entry.createdAt),
    updatedAt: millisecondsOf(entry.updatedAt),
  };
}

function ofTaskSet(taskSet: TaskSet): ServiceDeploymentEntry {
  return {
    id: taskSet.id ?? '',
    status: taskSet.status ?? '',
    taskDefinition: taskSet.taskDefinition ?? '',
    desiredCount: taskSet.computedDesiredCount ?? 0,
    runningCount: taskSet.runningCount ?? 0,
    pendingCount: taskSet.pendingCount ?? 0,
    // AWS counts none of a task set.
    failedTasks: 0,
    rolloutState: taskSet.stabilityStatus === 'STEADY_STATE' ? 'COMPLETED' : 'IN_PROGRESS',
    createdAt: millisecondsOf(taskSet.createdAt),
    updatedAt: millisecondsOf(taskSet.updatedAt),
    externalId: taskSet.externalId,
    targetGroupArns: (taskSet.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
  };
}

/** Load balancers in AWS's shape, in our words; undefined where they are not among the members. */
export function loadBalancersIn({ loadBalancers }: ServiceMembers): ServiceLoadBalancer[] | undefined {
  return (loadBalancers as unknown as LoadBalancer[] | undefined)?.map(toLoadBalancer);
}

function toLoadBalancer({
  targetGroupArn,
  containerName,
  containerPort,
  advancedConfiguration: advanced,
}: LoadBalancer): ServiceLoadBalancer {
  return {
    targetGroupArn,
    containerName,
    containerPort,
    ...(advanced === undefined
      ? {}
      : {
          advanced: {
            alternateTargetGroupArn: advanced.alternateTargetGroupArn ?? '',
            productionListenerRule: advanced.productionListenerRule ?? '',
            testListenerRule: advanced.testListenerRule,
            roleArn: advanced.roleArn,
          },
        }),
  };
}

/** A reply that is read with all its members (`open-shape.ts`) has times as epoch seconds. */
function millisecondsOf(time: Date | number | undefined): number {
  if (time === undefined) return 0;
  return typeof time === 'number' ? Math.round(time * 1_000) : time.getTime();
}

function toStatus(status: string | undefined): ServiceState['status'] {
  return status === 'DRAINING' || status === 'INACTIVE' ? status : 'ACTIVE';
}
