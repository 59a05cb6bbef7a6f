import type { RemoveTargetsCommandInput, RemoveTargetsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { findRule } from '../find.ts';

export const RemoveTargets: Operation<RemoveTargetsCommandInput, Output<RemoveTargetsCommandOutput>> = (
  world,
  input,
) => {
  const { targets } = findRule(world, input.Rule, input.EventBusName);
  for (const id of input.Ids ?? []) targets.delete(id);
  return { FailedEntryCount: 0, FailedEntries: [] };
};
