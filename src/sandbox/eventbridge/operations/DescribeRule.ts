import type { DescribeRuleCommandInput, DescribeRuleCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { ruleView } from '../describe-rule.ts';
import { findRule } from '../find.ts';

export const DescribeRule: Operation<DescribeRuleCommandInput, Output<DescribeRuleCommandOutput>> = (
  world,
  input,
) => ruleView(findRule(world, input.Name, input.EventBusName));
