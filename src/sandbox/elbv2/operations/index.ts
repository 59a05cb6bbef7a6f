import type { Operation } from '../../operation.ts';
import { AddTags } from './AddTags.ts';
import { CreateListener } from './CreateListener.ts';
import { CreateLoadBalancer } from './CreateLoadBalancer.ts';
import { CreateRule } from './CreateRule.ts';
import { CreateTargetGroup } from './CreateTargetGroup.ts';
import { DeleteListener } from './DeleteListener.ts';
import { DeleteLoadBalancer } from './DeleteLoadBalancer.ts';
import { DeleteRule } from './DeleteRule.ts';
import { DeleteTargetGroup } from './DeleteTargetGroup.ts';
import { DeregisterTargets } from './DeregisterTargets.ts';
import { DescribeListeners } from './DescribeListeners.ts';
import { DescribeLoadBalancerAttributes } from './DescribeLoadBalancerAttributes.ts';
import { DescribeLoadBalancers } from './DescribeLoadBalancers.ts';
import { DescribeRules } from './DescribeRules.ts';
import { DescribeTags } from './DescribeTags.ts';
import { DescribeTargetGroupAttributes } from './DescribeTargetGroupAttributes.ts';
import { DescribeTargetGroups } from './DescribeTargetGroups.ts';
import { DescribeTargetHealth } from './DescribeTargetHealth.ts';
import { ModifyListener } from './ModifyListener.ts';
import { ModifyLoadBalancerAttributes } from './ModifyLoadBalancerAttributes.ts';
import { ModifyRule } from './ModifyRule.ts';
import { ModifyTargetGroup } from './ModifyTargetGroup.ts';
import { ModifyTargetGroupAttributes } from './ModifyTargetGroupAttributes.ts';
import { RegisterTargets } from './RegisterTargets.ts';
import { SetRulePriorities } from './SetRulePriorities.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const elbv2Operations = {
  AddTags,
  CreateListener,
  CreateLoadBalancer,
  CreateRule,
  CreateTargetGroup,
  DeleteListener,
  DeleteLoadBalancer,
  DeleteRule,
  DeleteTargetGroup,
  DeregisterTargets,
  DescribeListeners,
  DescribeLoadBalancerAttributes,
  DescribeLoadBalancers,
  DescribeRules,
  DescribeTags,
  DescribeTargetGroupAttributes,
  DescribeTargetGroups,
  DescribeTargetHealth,
  ModifyListener,
  ModifyLoadBalancerAttributes,
  ModifyRule,
  ModifyTargetGroup,
  ModifyTargetGroupAttributes,
  RegisterTargets,
  SetRulePriorities,
} satisfies Record<string, Operation<never, object>>;
