import type {
  CreateRuleCommandInput,
  CreateRuleCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { normaliseActions } from '../actions.ts';
import { describeRule } from '../describe.ts';
import { findListener } from '../find.ts';
import type { Rule } from '../listener.ts';
import { refuseTransforms, requireRange } from '../refusals.ts';
import { addTags } from '../tags.ts';

export const CreateRule: Operation<CreateRuleCommandInput, Output<CreateRuleCommandOutput>> = (
  world,
  input,
) => {
  const listener = findListener(world, input.ListenerArn);
  const priority = input.Priority ?? 0;
  requireRange('priority', priority, 1, 50000);
  refuseTransforms(input.Transforms);
  if (world.elbv2.rulesOf(listener).some((rule) => rule.priority === priority)) {
    throw new ServiceError('PriorityInUseException', 'The specified priority is in use.');
  }
  const created: Rule = {
    arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${world.random.hex(16)}`,
    listenerArn: listener.arn,
    priority,
    conditions: input.Conditions ?? [],
    actions: normaliseActions(world, listener.loadBalancerArn, input.Actions ?? []),
  };
  world.elbv2.rules.set(created.arn, created);
  world.elbv2.refreshUse();
  addTags(world, created.arn, input.Tags);
  return { Rules: [describeRule(created)] };
};
