import type {
  ListRuleNamesByTargetCommandInput,
  ListRuleNamesByTargetCommandOutput,
} from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { findBus } from '../find.ts';
import { byName, page } from '../page.ts';

export const ListRuleNamesByTarget: Operation<
  ListRuleNamesByTargetCommandInput,
  Output<ListRuleNamesByTargetCommandOutput>
> = (world, input) => {
  const { rules } = findBus(world, input.EventBusName);
  const wanted = byName(rules.values()).filter(({ targets }) =>
    [...targets.values()].some(({ Arn }) => Arn === input.TargetArn),
  );
  const { items, next } = page(wanted, input, ({ name }) => name);
  return { RuleNames: items.map(({ name }) => name), NextToken: next };
};
