import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type ElasticLoadBalancingV2,
  type ElasticLoadBalancingV2ClientConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
};

/** Elastic Load Balancing, as far as ecsdeploy calls it. */
export type Elbv2 = ElasticLoadBalancingV2Client & OperationsOf<ElasticLoadBalancingV2, typeof commands>;

export function openElbv2(settings: ElasticLoadBalancingV2ClientConfig): Elbv2 {
  return withOperations<ElasticLoadBalancingV2, ElasticLoadBalancingV2Client, typeof commands>(
    new ElasticLoadBalancingV2Client(settings),
    commands,
  );
}
