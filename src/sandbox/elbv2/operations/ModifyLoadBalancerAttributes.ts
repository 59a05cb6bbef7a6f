import type {
  ModifyLoadBalancerAttributesCommandInput,
  ModifyLoadBalancerAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { describeAttributes, setAttributes } from '../attributes.ts';
import { findLoadBalancer } from '../find.ts';

/** Of the attributes, the idle timeout and the treatment of `X-Forwarded-For` have an effect; the others are kept. */
export const ModifyLoadBalancerAttributes: Operation<
  ModifyLoadBalancerAttributesCommandInput,
  Output<ModifyLoadBalancerAttributesCommandOutput>
> = (world, input) => {
  const { attributes } = findLoadBalancer(world, input.LoadBalancerArn);
  setAttributes('Load balancer', attributes, input.Attributes);
  world.elbv2.simulatedTraffic.refresh();
  return { Attributes: describeAttributes(attributes) };
};
