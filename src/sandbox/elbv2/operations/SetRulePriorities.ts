import type {
  SetRulePrioritiesCommandInput,
  SetRulePrioritiesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { describeRule } from '../describe.ts';
import { findRule } from '../find.ts';
import { requireRange } from '../refusals.ts';

/** All at once, so that two rules can change places. */
export const SetRulePriorities: Operation<
  SetRulePrioritiesCommandInput,
  Output<SetRulePrioritiesCommandOutput>
> = (world, input) => {
  const wanted = new Map(
    (input.RulePriorities ?? []).map((pair) => {
      requireRange('priority', pair.Priority, 1, 50000);
      const rule = findRule(world, pair.RuleArn);
      if (rule.priority !== 'default') return [rule, pair.Priority ?? rule.priority];
      const message = `Default rule '${rule.arn}' cannot be modified`;
      throw new ServiceError('OperationNotPermittedException', message);
    }),
  );
  const after = [...world.elbv2.rules.values()].map(
    (rule) => `${rule.listenerArn} ${wanted.get(rule) ?? rule.priority}`,
  );
  if (new Set(after).size < after.length) {
    throw new ServiceError('PriorityInUseException', 'The specified priority is in use.');
  }
  for (const [rule, priority] of wanted) rule.priority = priority;
  return { Rules: [...wanted.keys()].map(describeRule) };
};
