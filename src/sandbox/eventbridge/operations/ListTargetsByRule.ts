import type {
  ListTargetsByRuleCommandInput,
  ListTargetsByRuleCommandOutput,
} from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { findRule } from '../find.ts';
import { page } from '../page.ts';

export const ListTargetsByRule: Operation<
  ListTargetsByRuleCommandInput,
  Output<ListTargetsByRuleCommandOutput>
> = (world, input) => {
  const { targets } = findRule(world, input.Rule, input.EventBusName);
  const { items, next } = page([...targets.values()], input, ({ Id = '' }) => Id);
  return { Targets: items, NextToken: next };
};
