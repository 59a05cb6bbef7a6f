import type { ServiceState } from '../aws/service-state.ts';

/** ARNs of the target groups that the service registers its tasks with. */
export function targetGroupsOf({ loadBalancers }: Pick<ServiceState, 'loadBalancers'>): string[] {
  return loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
}
