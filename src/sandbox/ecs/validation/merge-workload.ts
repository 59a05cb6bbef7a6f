import type {
  CapacityProviderStrategyItem,
  CreateServiceCommandInput,
  LaunchType,
  NetworkConfiguration,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { isDeepStrictEqual } from 'node:util';
import type { World } from '../../world.ts';
import { frozenCopy } from '../freeze.ts';
import { findActiveTaskDefinition } from '../lookup/task-definition.ts';
import { runsOnFargate } from '../placement.ts';
import type { ClusterRecord } from '../records/cluster.ts';
import type { Workload } from '../records/service-revision.ts';
import { invalidParameter } from '../refusals.ts';

const launchTypes: readonly string[] = ['EC2', 'FARGATE', 'EXTERNAL', 'FMI', 'MANAGED_INSTANCES'];

export function workloadOfNewService(
  world: World,
  cluster: ClusterRecord,
  input: CreateServiceCommandInput,
): Workload {
  if (input.taskDefinition === undefined) throw invalidParameter('TaskDefinition can not be blank.');
  if (input.launchType !== undefined && !launchTypes.includes(input.launchType)) {
    throw invalidParameter(`launch type should be one of [${launchTypes.join(',')}]`);
  }
  const strategy = input.capacityProviderStrategy ?? defaultStrategy(cluster, input.launchType);
  const taskDefinition = findActiveTaskDefinition(world, input.taskDefinition);
  const workload: Workload = {
    taskDefinition,
    launchType: input.launchType ?? (strategy.length === 0 ? 'EC2' : undefined),
    capacityProviderStrategy: normaliseStrategy(strategy),
    platformVersion: input.platformVersion,
    networkConfiguration: normaliseNetwork(input.networkConfiguration),
    loadBalancers: frozenCopy(input.loadBalancers ?? []),
    serviceRegistries: frozenCopy(input.serviceRegistries ?? []),
    serviceConnectConfiguration: frozenCopy(input.serviceConnectConfiguration),
    volumeConfigurations: frozenCopy(input.volumeConfigurations),
    vpcLatticeConfigurations: frozenCopy(input.vpcLatticeConfigurations),
    gatewayConnectors: frozenCopy(input.gatewayConnectors),
    monitoring: frozenCopy(input.monitoring),
  };
  return runsOnFargate(workload)
    ? { ...workload, platformVersion: input.platformVersion ?? 'LATEST' }
    : workload;
}

function defaultStrategy(
  cluster: ClusterRecord,
  launchType: LaunchType | undefined,
): readonly CapacityProviderStrategyItem[] {
  return launchType === undefined ? cluster.defaultCapacityProviderStrategy : [];
}

/** The workload after an update, the same object where nothing in it differs: only then there is no new deployment (2.5.1). */
export function workloadAfterUpdate(
  world: World,
  input: UpdateServiceCommandInput,
  current: Workload,
): Workload {
  const wanted: Workload = {
    ...current,
    ...strategyAfterUpdate(input, current),
    ...(input.taskDefinition !== undefined && {
      taskDefinition: taskDefinitionAfterUpdate(world, input.taskDefinition, current),
    }),
    ...(input.platformVersion !== undefined && { platformVersion: input.platformVersion }),
    ...(input.networkConfiguration !== undefined && {
      networkConfiguration: normaliseNetwork(input.networkConfiguration),
    }),
    ...(input.loadBalancers !== undefined && { loadBalancers: frozenCopy(input.loadBalancers) }),
    ...(input.serviceRegistries !== undefined && { serviceRegistries: frozenCopy(input.serviceRegistries) }),
    ...(input.serviceConnectConfiguration !== undefined && {
      serviceConnectConfiguration: frozenCopy(input.serviceConnectConfiguration),
    }),
    ...(input.volumeConfigurations !== undefined && {
      volumeConfigurations: frozenCopy(input.volumeConfigurations),
    }),
    ...(input.vpcLatticeConfigurations !== undefined && {
      vpcLatticeConfigurations: frozenCopy(input.vpcLatticeConfigurations),
    }),
    ...(input.gatewayConnectors !== undefined && { gatewayConnectors: frozenCopy(input.gatewayConnectors) }),
    ...(input.monitoring !== undefined && { monitoring: frozenCopy(input.monitoring) }),
  };
  return isSameWorkload(wanted, current) ? current : wanted;
}

/** The service's own revision may be sent again after it was deregistered: that changes nothing. */
function taskDefinitionAfterUpdate(
  world: World,
  asked: string,
  current: Workload,
): Workload['taskDefinition'] {
  const { arn } = current.taskDefinition;
  return asked === arn || arn.endsWith(`/${asked}`)
    ? current.taskDefinition
    : findActiveTaskDefinition(world, asked);
}

function strategyAfterUpdate(
  { capacityProviderStrategy, forceNewDeployment }: UpdateServiceCommandInput,
  current: Workload,
): Partial<Workload> {
  if (capacityProviderStrategy === undefined) return {};
  const wanted = normaliseStrategy(capacityProviderStrategy);
  if (isDeepStrictEqual(wanted, current.capacityProviderStrategy)) return {};
  if (forceNewDeployment !== true) {
    throw invalidParameter(
      'When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity ' +
        'provider strategy on a service that is already using one, you must force a new deployment.',
    );
  }
  // An empty list goes back to a launch type: that of the kind of capacity it had.
  const launchType = wanted.length > 0 ? undefined : runsOnFargate(current) ? 'FARGATE' : 'EC2';
  return { capacityProviderStrategy: wanted, launchType };
}

function isSameWorkload(a: Workload, b: Workload): boolean {
  // Two revisions are never the same one, however equal: their records need no comparing.
  return a.taskDefinition === b.taskDefinition && isDeepStrictEqual(a, b);
}

function normaliseStrategy(
  strategy: readonly CapacityProviderStrategyItem[],
): CapacityProviderStrategyItem[] {
  return frozenCopy(
    strategy.map(({ capacityProvider, weight = 0, base = 0 }) => ({ capacityProvider, weight, base })),
  );
}

function normaliseNetwork(network: NetworkConfiguration | undefined): NetworkConfiguration | undefined {
  const vpc = network?.awsvpcConfiguration;
  if (vpc === undefined) return undefined;
  return frozenCopy({
    awsvpcConfiguration: {
      subnets: vpc.subnets,
      securityGroups: vpc.securityGroups ?? [],
      assignPublicIp: vpc.assignPublicIp ?? 'DISABLED',
    },
  });
}
