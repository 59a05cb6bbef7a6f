import type {
  DescribeListenersCommandInput,
  DescribeListenersCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeListener } from '../describe.ts';
import { findListener, findLoadBalancer } from '../find.ts';
import { invalidMarker } from '../refusals.ts';

export const DescribeListeners: Operation<
  DescribeListenersCommandInput,
  Output<DescribeListenersCommandOutput>
> = (world, input) => {
  const wanted =
    input.ListenerArns !== undefined
      ? input.ListenerArns.map((arn) => findListener(world, arn))
      : world.elbv2.listenersOf(findLoadBalancer(world, input.LoadBalancerArn).arn);
  const page = pageOf(
    wanted,
    { token: input.Marker, limit: input.PageSize, defaultLimit: 400 },
    (listener) => listener.arn,
    invalidMarker,
  );
  return { Listeners: page.items.map(describeListener), NextMarker: page.next };
};
