import type { DeleteRuleCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { findRule } from '../find.ts';

export const DeleteRule: Operation<DeleteRuleCommandInput, NoOutput> = (world, input) => {
  const rule = findRule(world, input.RuleArn);
  if (rule.priority === 'default') {
    throw new ServiceError('OperationNotPermittedException', `Default rule '${rule.arn}' cannot be deleted`);
  }
  world.elbv2.rules.delete(rule.arn);
  world.elbv2.tags.delete(rule.arn);
  world.elbv2.refreshUse();
  return {};
};
