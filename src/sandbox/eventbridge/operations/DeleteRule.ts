import type { DeleteRuleCommandInput } from '@aws-sdk/client-eventbridge';
import type { NoOutput, Operation } from '../../operation.ts';
import { findBus } from '../find.ts';
import { invalid } from '../refusals.ts';

/** One that is not there is as good as deleted: AWS says nothing either. */
export const DeleteRule: Operation<DeleteRuleCommandInput, NoOutput> = (world, input) => {
  const { rules } = findBus(world, input.EventBusName);
  const rule = rules.get(input.Name ?? '');
  if (rule !== undefined && rule.targets.size > 0) {
    throw invalid("Rule can't be deleted since it has targets.");
  }
  if (rule !== undefined) rules.delete(rule.name);
  return {};
};
