import type { Json } from '../model/task-definition.ts';
import { appSpecVersion, hookEvents, serviceType, type AppSpec, type Hooks } from './app-spec.ts';

/** Where traffic goes: a container of the task definition and its port. */
export interface TrafficTarget {
  readonly containerName: string;
  readonly containerPort: number;
}

/** AWS's CapacityProviderStrategyItem. */
export interface CapacityProviderItem {
  readonly capacityProvider: string;
  readonly base?: number | undefined;
  readonly weight?: number | undefined;
}

/** AWS's AwsVpcConfiguration. */
export interface AwsvpcNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp?: string | undefined;
}

export interface AppSpecParts {
  /** ARN of the revision, or `taskDefinitionPlaceholder`. */
  readonly taskDefinition: string;
  readonly target: TrafficTarget;
  /** Of Fargate; where it is left out, CodeDeploy takes LATEST. */
  readonly platformVersion?: string | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderItem[] | undefined;
  /** Written only if it has all its members: CodeDeploy wants all of them or none, and keeps the service's network without it. */
  readonly network?: AwsvpcNetwork | undefined;
  readonly hooks?: Hooks | undefined;
}

/** The AppSpec of one release. Nothing that is absent is written. */
export function generateAppSpec(parts: AppSpecParts): AppSpec {
  const { taskDefinition, target, platformVersion, capacityProviderStrategy = [], hooks = {} } = parts;
  const network = networkConfiguration(parts.network);
  const listed = hookEvents.flatMap((event) => {
    const lambda = hooks[event];
    return lambda === undefined ? [] : [{ [event]: lambda }];
  });
  return {
    version: appSpecVersion,
    Resources: [
      {
        TargetService: {
          Type: serviceType,
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: target.containerName, ContainerPort: target.containerPort },
            ...(platformVersion === undefined ? {} : { PlatformVersion: platformVersion }),
            ...(network === undefined ? {} : { NetworkConfiguration: network }),
            ...(capacityProviderStrategy.length === 0
              ? {}
              : { CapacityProviderStrategy: capacityProviderStrategy.map(strategyItem) }),
          },
        },
      },
    ],
    ...(listed.length === 0 ? {} : { Hooks: listed }),
  };
}

function networkConfiguration(network: AwsvpcNetwork | undefined): Json | undefined {
  if (network?.assignPublicIp === undefined) return undefined;
  const { subnets, securityGroups, assignPublicIp } = network;
  if (subnets.length === 0 || securityGroups.length === 0) return undefined;
  return {
    AwsvpcConfiguration: {
      Subnets: subnets,
      SecurityGroups: securityGroups,
      AssignPublicIp: assignPublicIp,
    },
  };
}

function strategyItem({ capacityProvider, base, weight }: CapacityProviderItem): Json {
  return {
    ...(base === undefined ? {} : { Base: base }),
    CapacityProvider: capacityProvider,
    ...(weight === undefined ? {} : { Weight: weight }),
  };
}
