import type { ListRulesCommandInput, ListRulesCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { ruleView } from '../describe-rule.ts';
import { findBus } from '../find.ts';
import { byName, page } from '../page.ts';

/** Of one event bus: there is no list of all. */
export const ListRules: Operation<ListRulesCommandInput, Output<ListRulesCommandOutput>> = (world, input) => {
  const { rules } = findBus(world, input.EventBusName);
  const wanted = byName(rules.values()).filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
  const { items, next } = page(wanted, input, ({ name }) => name);
  return { Rules: items.map(ruleView), NextToken: next };
};
