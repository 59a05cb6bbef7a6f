import type { Operation } from '../../operation.ts';
import { DeleteScalingPolicy } from './DeleteScalingPolicy.ts';
import { DeleteScheduledAction } from './DeleteScheduledAction.ts';
import { DeregisterScalableTarget } from './DeregisterScalableTarget.ts';
import { DescribeScalableTargets } from './DescribeScalableTargets.ts';
import { DescribeScalingActivities } from './DescribeScalingActivities.ts';
import { DescribeScalingPolicies } from './DescribeScalingPolicies.ts';
import { DescribeScheduledActions } from './DescribeScheduledActions.ts';
import { PutScalingPolicy } from './PutScalingPolicy.ts';
import { PutScheduledAction } from './PutScheduledAction.ts';
import { RegisterScalableTarget } from './RegisterScalableTarget.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const autoscalingOperations = {
  DeleteScalingPolicy,
  DeleteScheduledAction,
  DeregisterScalableTarget,
  DescribeScalableTargets,
  DescribeScalingActivities,
  DescribeScalingPolicies,
  DescribeScheduledActions,
  PutScalingPolicy,
  PutScheduledAction,
  RegisterScalableTarget,
} satisfies Record<string, Operation<never, object>>;
