import type { DeleteLoadBalancerCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';

/** Its listeners and rules go with it. One that is not there counts as deleted (API_DeleteLoadBalancer). */
export const DeleteLoadBalancer: Operation<DeleteLoadBalancerCommandInput, NoOutput> = (world, input) => {
  const { elbv2 } = world;
  const arn = input.LoadBalancerArn ?? '';
  elbv2.loadBalancers.delete(arn);
  elbv2.tags.delete(arn);
  for (const listener of [...elbv2.listeners.values()]) {
    if (listener.loadBalancerArn === arn) elbv2.removeListener(listener);
  }
  return {};
};
