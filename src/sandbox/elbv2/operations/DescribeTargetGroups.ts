import type {
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeTargetGroup } from '../describe.ts';
import { findLoadBalancer, findTargetGroup } from '../find.ts';
import { invalidMarker, notFound } from '../refusals.ts';

export const DescribeTargetGroups: Operation<
  DescribeTargetGroupsCommandInput,
  Output<DescribeTargetGroupsCommandOutput>
> = (world, input) => {
  const all = [...world.elbv2.targetGroups.values()];
  const named = (input.Names ?? []).map((name) => {
    const found = all.find((group) => group.name === name);
    if (found === undefined) throw notFound('TargetGroup', 'One or more target groups not found');
    return found;
  });
  const wanted = (input.TargetGroupArns ?? []).map((arn) => findTargetGroup(world, arn));
  const loadBalancer =
    input.LoadBalancerArn === undefined ? undefined : findLoadBalancer(world, input.LoadBalancerArn);
  const ofBalancer = all.filter((group) => group.loadBalancerArns.includes(loadBalancer?.arn ?? ''));
  const isFiltered = input.Names ?? input.TargetGroupArns ?? input.LoadBalancerArn;
  const page = pageOf(
    isFiltered === undefined ? all : [...wanted, ...named, ...ofBalancer],
    { token: input.Marker, limit: input.PageSize, defaultLimit: 400 },
    (group) => group.arn,
    invalidMarker,
  );
  return { TargetGroups: page.items.map(describeTargetGroup), NextMarker: page.next };
};
