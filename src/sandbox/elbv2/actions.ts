import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { World } from '../world.ts';
import { findTargetGroup } from './find.ts';
import { forwardedTo } from './listener.ts';
import { requireRange, validationError } from './refusals.ts';
import { ServiceError } from '../service-error.ts';

/**
 * Actions as Describe returns them: with a single target group both `TargetGroupArn` and `ForwardConfig`, with more of them
 * only `ForwardConfig`; and refused where they name target groups that are not there.
 */
export function normaliseActions(
  world: World,
  loadBalancerArn: string,
  actions: readonly Action[],
): Action[] {
  const normalised = actions.map((action) => (action.Type === 'forward' ? normaliseForward(action) : action));
  for (const arn of forwardedTo(normalised)) {
    const group = findTargetGroup(world, arn);
    if (group.loadBalancerArns.some((other) => other !== loadBalancerArn)) {
      throw new ServiceError(
        'TargetGroupAssociationLimitException',
        `The following target groups cannot be associated with more than one load balancer: ${arn}`,
      );
    }
  }
  return normalised;
}

function normaliseForward(action: Action): Action {
  const { TargetGroupArn: single, ForwardConfig: config, ...rest } = action;
  const given: TargetGroupTuple[] =
    config?.TargetGroups ?? (single === undefined ? [] : [{ TargetGroupArn: single }]);
  if (given.length === 0) throw validationError('A target group ARN must be specified');
  if (single !== undefined && given.some((group) => group.TargetGroupArn !== single)) {
    throw validationError(
      'You cannot specify both a target group ARN and a forward config with other target groups',
    );
  }
  for (const { Weight: weight } of given) requireRange('weight', weight, 0, 999);
  const TargetGroups = given.map((group) => ({ ...group, Weight: group.Weight ?? 1 }));
  const [first] = TargetGroups;
  return {
    ...rest,
    ...(TargetGroups.length === 1 && { TargetGroupArn: first?.TargetGroupArn }),
    ForwardConfig: {
      TargetGroups,
      TargetGroupStickinessConfig: config?.TargetGroupStickinessConfig ?? { Enabled: false },
    },
  };
}
