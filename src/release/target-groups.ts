import type { ServiceState } from '../aws/service-state.ts';

/** ARNs of the target groups that the service registers its tasks with; of two that take turns, both. */
export function targetGroupsOf({ loadBalancers }: Pick<ServiceState, 'loadBalancers'>): string[] {
  return loadBalancers.flatMap(({ targetGroupArn, advanced }) =>
    [targetGroupArn, advanced?.alternateTargetGroupArn].filter((arn) => arn !== undefined),
  );
}
