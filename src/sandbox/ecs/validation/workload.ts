import type { DeploymentStrategy, TaskDefinition } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import { runsOnFargate } from '../placement.ts';
import type { Workload } from '../records/service-revision.ts';
import { invalidParameter } from '../refusals.ts';
import { checkLoadBalancers } from './load-balancers.ts';

/**
 * Refuses what cannot run together: task definition, network, load balancers, strategy, placement (2.5.4).
 * @param groups whether target groups have to be in use by a load balancer already
 */
export function checkWorkload(
  world: World,
  workload: Workload,
  strategy: DeploymentStrategy = 'ROLLING',
  groups: 'in-use' | 'any' = 'in-use',
): void {
  const { definition } = workload.taskDefinition;
  checkPlacement(workload);
  checkNetwork(workload, definition);
  checkLoadBalancers(world, workload.loadBalancers, definition, strategy, groups);
}

function checkPlacement(workload: Workload): void {
  const { launchType, capacityProviderStrategy, platformVersion, taskDefinition } = workload;
  if (launchType !== undefined && capacityProviderStrategy.length > 0) {
    throw invalidParameter('Specifying both a launch type and capacity provider strategy is not supported');
  }
  if (
    capacityProviderStrategy.length > 0 &&
    capacityProviderStrategy.every((item) => (item.weight ?? 0) === 0)
  ) {
    throw invalidParameter(
      'There are no capacity providers in the capacity provider strategy with a weight value greater than zero',
    );
  }
  if (launchType === 'EC2' && platformVersion !== undefined) {
    throw invalidParameter('The platform version must be null when specifying an EC2 launch type');
  }
  const fitsFargate = taskDefinition.definition.compatibilities?.includes('FARGATE') === true;
  if (runsOnFargate(workload) && !fitsFargate) {
    throw invalidParameter('Task definition does not support launch_type FARGATE.');
  }
}

function checkNetwork({ networkConfiguration }: Workload, { networkMode }: TaskDefinition): void {
  const vpc = networkConfiguration?.awsvpcConfiguration;
  if (networkMode === 'awsvpc' && vpc === undefined) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (networkMode !== 'awsvpc' && vpc !== undefined) {
    throw invalidParameter(
      'Network Configuration is not valid for the given networkMode of this task definition.',
    );
  }
  if (vpc !== undefined && (vpc.subnets ?? []).length === 0)
    throw invalidParameter('subnets can not be empty.');
}
