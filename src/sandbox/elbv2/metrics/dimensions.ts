/** A load balancer as the dimension `LoadBalancer` names it: `app/demo/0123456789abcdef`. */
export function loadBalancerDimension(arn: string): string {
  return arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}

/** A target group as the dimension `TargetGroup` names it: `targetgroup/web/0123456789abcdef`. */
export function targetGroupDimension(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
