import type { LoadBalancer } from '@aws-sdk/client-ecs';

/** A load balancer of a service that gave ECS two target groups and the rules between them. */
export interface ManagedLoadBalancer {
  readonly targetGroupArn: string;
  readonly alternateTargetGroupArn: string;
  /** The ARN of a rule, or for a network load balancer of a listener. */
  readonly productionListenerRule: string;
  readonly testListenerRule: string | undefined;
}

export function managedLoadBalancers(loadBalancers: readonly LoadBalancer[]): ManagedLoadBalancer[] {
  return loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration }) => {
    const { alternateTargetGroupArn, productionListenerRule, testListenerRule } = advancedConfiguration ?? {};
    if (targetGroupArn === undefined || alternateTargetGroupArn === undefined) return [];
    if (productionListenerRule === undefined) return [];
    return [{ targetGroupArn, alternateTargetGroupArn, productionListenerRule, testListenerRule }];
  });
}

export function isOfPair(managed: ManagedLoadBalancer, targetGroupArn: string): boolean {
  return targetGroupArn === managed.targetGroupArn || targetGroupArn === managed.alternateTargetGroupArn;
}

export function otherOfPair(managed: ManagedLoadBalancer, targetGroupArn: string): string {
  return targetGroupArn === managed.targetGroupArn ? managed.alternateTargetGroupArn : managed.targetGroupArn;
}
