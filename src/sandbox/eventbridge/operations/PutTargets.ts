import type { PutTargetsCommandInput, PutTargetsCommandOutput, Target } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { findRule } from '../find.ts';
import { invalid } from '../refusals.ts';

/** "Targets per rule: 5": EventBridge's quotas. */
const mostTargets = 5;

/** Adds targets, or replaces those of the same id. */
export const PutTargets: Operation<PutTargetsCommandInput, Output<PutTargetsCommandOutput>> = (
  world,
  input,
) => {
  const { targets } = findRule(world, input.Rule, input.EventBusName);
  const wanted = input.Targets ?? [];
  for (const target of wanted) checkTarget(target);
  const ids = new Set([...targets.keys(), ...wanted.map(({ Id = '' }) => Id)]);
  if (ids.size > mostTargets) {
    throw new ServiceError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    );
  }
  for (const target of wanted) targets.set(target.Id ?? '', target);
  return { FailedEntryCount: 0, FailedEntries: [] };
};

/** The texts are those that other emulators have from AWS; that of a cluster without a role is seen in issues of Terraform. */
function checkTarget({ Id: id = '', Arn: arn = '', RoleArn, EcsParameters }: Target): void {
  if (!/^arn:[\w-]+:[\w-]+:/.test(arn)) {
    throw invalid(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  if (!/^arn:[\w-]+:ecs:[\w-]*:\d*:cluster\//.test(arn)) return;
  if (EcsParameters === undefined) {
    throw invalid(`Parameter(s) EcsParameters must be specified for target: ${id}.`);
  }
  if (RoleArn === undefined) throw invalid(`RoleArn is required for target ${arn}.`);
}
