import type {
  DescribeRulesCommandInput,
  DescribeRulesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeRule } from '../describe.ts';
import { findListener, findRule } from '../find.ts';
import { invalidMarker } from '../refusals.ts';

export const DescribeRules: Operation<DescribeRulesCommandInput, Output<DescribeRulesCommandOutput>> = (
  world,
  input,
) => {
  const wanted =
    input.RuleArns !== undefined
      ? input.RuleArns.map((arn) => findRule(world, arn))
      : world.elbv2.rulesOf(findListener(world, input.ListenerArn));
  const page = pageOf(
    wanted,
    { token: input.Marker, limit: input.PageSize, defaultLimit: 400 },
    (rule) => rule.arn,
    invalidMarker,
  );
  return { Rules: page.items.map(describeRule), NextMarker: page.next };
};
