import type {
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeLoadBalancer } from '../describe.ts';
import { findLoadBalancer } from '../find.ts';
import { invalidMarker, notFound } from '../refusals.ts';

export const DescribeLoadBalancers: Operation<
  DescribeLoadBalancersCommandInput,
  Output<DescribeLoadBalancersCommandOutput>
> = (world, input) => {
  const all = [...world.elbv2.loadBalancers.values()];
  const named = (input.Names ?? []).map((name) => {
    const found = all.find((loadBalancer) => loadBalancer.name === name);
    if (found === undefined) throw notFound('LoadBalancer', 'One or more load balancers not found');
    return found;
  });
  const wanted = (input.LoadBalancerArns ?? []).map((arn) => findLoadBalancer(world, arn));
  const isFiltered = input.Names !== undefined || input.LoadBalancerArns !== undefined;
  const page = pageOf(
    isFiltered ? [...wanted, ...named] : all,
    { token: input.Marker, limit: input.PageSize, defaultLimit: 400 },
    (loadBalancer) => loadBalancer.arn,
    invalidMarker,
  );
  return {
    LoadBalancers: page.items.map((item) => describeLoadBalancer(item, world.timeline.now())),
    NextMarker: page.next,
  };
};
