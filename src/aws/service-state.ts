import type { Service } from '@aws-sdk/client-ecs';
import type { ServiceEvent } from '../model/deployment.ts';
import { nameFromArn, type ServiceRef } from '../model/service-ref.ts';

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
  readonly deployments: readonly ServiceDeploymentEntry[];
  /** Newest first, as AWS gives them. */
  readonly events: readonly ServiceEvent[];
  readonly settings: ServiceSettings;
  readonly loadBalancers: readonly {
    readonly targetGroupArn?: string | undefined;
    readonly containerName?: string | undefined;
    readonly containerPort?: number | undefined;
  }[];
}

/** An entry of `deployments[]`. */
export interface ServiceDeploymentEntry {
  readonly id: string;
  /** PRIMARY | ACTIVE | INACTIVE | DRAINING */
  readonly status: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks: number;
  /** IN_PROGRESS | COMPLETED | FAILED, absent with a Classic Load Balancer. */
  readonly rolloutState?: string | undefined;
  readonly rolloutStateReason?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
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
  /** A rolling deployment may succeed before its old tasks are gone. */
  readonly earlySuccess: boolean;
}

/** The AWS shape in our words, with its defaults spelled out. */
export function toServiceState(service: Service): ServiceState {
  const configuration = service.deploymentConfiguration ?? {};
  const breaker = configuration.deploymentCircuitBreaker;
  const alarms = configuration.alarms;
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
    deployments: (service.deployments ?? []).map((entry) => ({
      id: entry.id ?? '',
      status: entry.status ?? '',
      taskDefinition: entry.taskDefinition ?? '',
      desiredCount: entry.desiredCount ?? 0,
      runningCount: entry.runningCount ?? 0,
      pendingCount: entry.pendingCount ?? 0,
      failedTasks: entry.failedTasks ?? 0,
      rolloutState: entry.rolloutState,
      rolloutStateReason: entry.rolloutStateReason,
      createdAt: entry.createdAt?.getTime() ?? 0,
      updatedAt: entry.updatedAt?.getTime() ?? 0,
    })),
    events: (service.events ?? []).map((event) => ({
      id: event.id ?? '',
      at: event.createdAt?.getTime() ?? 0,
      message: event.message ?? '',
    })),
    settings: {
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
      healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
      earlySuccess: configuration.earlySuccessCriteria?.enable ?? false,
    },
    loadBalancers: (service.loadBalancers ?? []).map(({ targetGroupArn, containerName, containerPort }) => ({
      targetGroupArn,
      containerName,
      containerPort,
    })),
  };
}

function toStatus(status: string | undefined): ServiceState['status'] {
  return status === 'DRAINING' || status === 'INACTIVE' ? status : 'ACTIVE';
}
