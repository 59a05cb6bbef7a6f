import type { LoadBalancer, TaskDefinition } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import { runsOnFargate } from '../placement.ts';
import type { Workload } from '../records/service-revision.ts';
import { invalidParameter, notSupportedYet } from '../refusals.ts';

/** Refuses what cannot run together: task definition, network, load balancers, placement (2.5.4). */
export function checkWorkload(world: World, workload: Workload): void {
  const { definition } = workload.taskDefinition;
  checkPlacement(workload);
  checkNetwork(workload, definition);
  const groups = workload.loadBalancers.map(({ targetGroupArn }) => targetGroupArn);
  const duplicate = groups.find((arn, index) => arn !== undefined && groups.indexOf(arn) !== index);
  const sameTwice = workload.loadBalancers.filter((lb) => lb.targetGroupArn === duplicate).length > 1;
  if (duplicate !== undefined && sameTwice)
    throw invalidParameter(`Duplicate targetGroupArn found: ${duplicate}`);
  for (const loadBalancer of workload.loadBalancers) checkLoadBalancer(world, loadBalancer, definition);
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

function checkLoadBalancer(world: World, loadBalancer: LoadBalancer, definition: TaskDefinition): void {
  const { targetGroupArn, loadBalancerName, containerName, containerPort, advancedConfiguration } =
    loadBalancer;
  if (targetGroupArn !== undefined && loadBalancerName !== undefined) {
    throw invalidParameter('loadBalancerName and targetGroupArn cannot both be specified');
  }
  if (targetGroupArn === undefined) throw notSupportedYet('Classic Load Balancers');
  if (advancedConfiguration !== undefined) throw notSupportedYet('advancedConfiguration of a load balancer');
  const container = definition.containerDefinitions?.find(({ name }) => name === containerName);
  if (container === undefined) {
    throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
  }
  if (!(container.portMappings ?? []).some((mapping) => mapping.containerPort === containerPort)) {
    throw invalidParameter(
      `The container ${containerName} did not have a container port ${containerPort} defined.`,
    );
  }
  const group = world.elbv2.targetGroup(targetGroupArn);
  // AWS words an unknown group as one that no load balancer uses.
  if (group === undefined || group.loadBalancerArns.length === 0) {
    throw invalidParameter(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
  }
  const wanted = definition.networkMode === 'awsvpc' ? 'ip' : 'instance';
  if (group.targetType !== wanted) {
    throw invalidParameter(
      `The provided target group ${targetGroupArn} has target type ${group.targetType}, which is incompatible with the ` +
        `${definition.networkMode ?? 'bridge'} network mode specified in the task definition.`,
    );
  }
}
