import type { DeploymentStrategy, LoadBalancer, TaskDefinition } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import { invalidParameter, notSupportedYet } from '../refusals.ts';
import { checkAdvancedConfigurations } from './advanced-configuration.ts';

/** Refuses load balancers that do not go together, or not with the task definition or the strategy (2.3.2 and 2.5.4 of the specification). */
export function checkLoadBalancers(
  world: World,
  loadBalancers: readonly LoadBalancer[],
  definition: TaskDefinition,
  strategy: DeploymentStrategy,
  groups: 'in-use' | 'any' = 'in-use',
): void {
  for (const { targetGroupArn, loadBalancerName } of loadBalancers) {
    if (targetGroupArn !== undefined && loadBalancerName !== undefined) {
      throw invalidParameter('loadBalancerName and targetGroupArn cannot both be specified');
    }
  }
  const classic = loadBalancers.filter(({ targetGroupArn }) => targetGroupArn === undefined);
  if (classic.length > 0 && classic.length < loadBalancers.length) {
    throw invalidParameter(
      'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)',
    );
  }
  if (classic.some(({ advancedConfiguration }) => advancedConfiguration !== undefined)) {
    throw invalidParameter('advancedConfiguration field is not allowed with ELBv1 loadBalancers');
  }
  if (classic.length > 0) throw notSupportedYet('Classic Load Balancers');
  checkDuplicates(loadBalancers);
  for (const loadBalancer of loadBalancers) {
    checkLoadBalancer(world, loadBalancer, definition);
    checkInUse(world, loadBalancer.targetGroupArn ?? '', groups);
  }
  checkAdvancedConfigurations(world, loadBalancers, strategy);
}

function checkDuplicates(loadBalancers: readonly LoadBalancer[]): void {
  const groups = loadBalancers
    .flatMap(({ targetGroupArn, advancedConfiguration }) => [
      targetGroupArn,
      advancedConfiguration?.alternateTargetGroupArn,
    ])
    .filter((arn) => arn !== undefined);
  const duplicate = groups.find((arn, index) => groups.indexOf(arn) !== index);
  if (duplicate !== undefined) throw invalidParameter(`Duplicate targetGroupArn found: ${duplicate}`);
}

function checkLoadBalancer(world: World, loadBalancer: LoadBalancer, definition: TaskDefinition): void {
  const { targetGroupArn = '', containerName, containerPort, advancedConfiguration } = loadBalancer;
  const container = definition.containerDefinitions?.find(({ name }) => name === containerName);
  if (container === undefined) {
    throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
  }
  if (!(container.portMappings ?? []).some((mapping) => mapping.containerPort === containerPort)) {
    throw invalidParameter(
      `The container ${containerName} did not have a container port ${containerPort} defined.`,
    );
  }
  checkTargetType(world, targetGroupArn, definition);
  // Whether a load balancer uses the other one is looked at when a deployment starts.
  checkTargetType(world, advancedConfiguration?.alternateTargetGroupArn ?? '', definition);
}

function checkInUse(world: World, targetGroupArn: string, groups: 'in-use' | 'any'): void {
  const group = world.elbv2.targetGroup(targetGroupArn);
  // AWS words an unknown group as one that no load balancer uses.
  if (group === undefined || (groups === 'in-use' && group.loadBalancerArns.length === 0)) {
    throw invalidParameter(
      `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
    );
  }
}

function checkTargetType(world: World, targetGroupArn: string, { networkMode }: TaskDefinition): void {
  const group = world.elbv2.targetGroup(targetGroupArn);
  const wanted = networkMode === 'awsvpc' ? 'ip' : 'instance';
  if (group === undefined || group.targetType === wanted) return;
  throw invalidParameter(
    `The provided target group ${targetGroupArn} has target type ${group.targetType}, which is incompatible with the ` +
      `${networkMode ?? 'bridge'} network mode specified in the task definition.`,
  );
}
