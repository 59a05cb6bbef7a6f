import type {
  ModifyRuleCommandInput,
  ModifyRuleCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { normaliseActions } from '../actions.ts';
import { describeRule } from '../describe.ts';
import { findListener, findRule } from '../find.ts';
import { refuseTransforms } from '../refusals.ts';

/** Conditions and actions are replaced as a whole, each where given. The default rule is changed by ModifyListener. */
export const ModifyRule: Operation<ModifyRuleCommandInput, Output<ModifyRuleCommandOutput>> = (
  world,
  input,
) => {
  const rule = findRule(world, input.RuleArn);
  if (rule.priority === 'default') {
    throw new ServiceError('OperationNotPermittedException', `Default rule '${rule.arn}' cannot be modified`);
  }
  refuseTransforms(input.Transforms);
  const listener = findListener(world, rule.listenerArn);
  const actions = input.Actions && normaliseActions(world, listener.loadBalancerArn, input.Actions);
  rule.conditions = input.Conditions ?? rule.conditions;
  rule.actions = actions ?? rule.actions;
  world.elbv2.refreshUse();
  return { Rules: [describeRule(rule)] };
};
