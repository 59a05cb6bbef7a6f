import type { World } from '../world.ts';
import type { Listener, LoadBalancer, Rule } from './listener.ts';
import { notFound, validationError } from './refusals.ts';
import type { TargetGroup } from './target-group.ts';

// What an operation names by its ARN, or AWS's refusal.

export function findTargetGroup(world: World, arn: string | undefined): TargetGroup {
  requireArn(arn, 'targetgroup/', 'target group');
  const group = world.elbv2.targetGroup(arn ?? '');
  if (group === undefined) throw notFound('TargetGroup', 'One or more target groups not found');
  return group;
}

export function findLoadBalancer(world: World, arn: string | undefined): LoadBalancer {
  requireArn(arn, 'loadbalancer/', 'load balancer');
  const found = world.elbv2.loadBalancers.get(arn ?? '');
  if (found === undefined) throw notFound('LoadBalancer', 'One or more load balancers not found');
  return found;
}

export function findListener(world: World, arn: string | undefined): Listener {
  requireArn(arn, 'listener/', 'listener');
  const found = world.elbv2.listener(arn ?? '');
  if (found === undefined) throw notFound('Listener', 'One or more listeners not found');
  return found;
}

export function findRule(world: World, arn: string | undefined): Rule {
  requireArn(arn, 'listener-rule/', 'listener rule');
  const found = world.elbv2.rule(arn ?? '');
  if (found === undefined) throw notFound('Rule', 'One or more rules not found');
  return found;
}

/** Whatever can carry tags. */
export function findTagged(world: World, arn: string): void {
  if (arn.includes(':targetgroup/')) findTargetGroup(world, arn);
  else if (arn.includes(':listener/')) findListener(world, arn);
  else if (arn.includes(':listener-rule/')) findRule(world, arn);
  else findLoadBalancer(world, arn);
}

function requireArn(arn: string | undefined, kind: string, words: string): void {
  if (arn?.startsWith('arn:') === true && arn.includes(`:${kind}`)) return;
  throw validationError(`'${arn ?? ''}' is not a valid ${words} ARN`);
}
