import type {
  CreateTargetGroupCommandInput,
  CreateTargetGroupCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { describeTargetGroup } from '../describe.ts';
import { newTargetGroup } from '../new-target-group.ts';
import { addTags } from '../tags.ts';

/** Idempotent by name: the same settings answer what is there (API_CreateTargetGroup). */
export const CreateTargetGroup: Operation<
  CreateTargetGroupCommandInput,
  Output<CreateTargetGroupCommandOutput>
> = (world, input) => {
  const name = input.Name ?? '';
  const known = [...world.elbv2.targetGroups.values()].find((group) => group.name === name);
  if (known !== undefined) {
    if (known.request === JSON.stringify(input)) return { TargetGroups: [describeTargetGroup(known)] };
    throw new ServiceError(
      'DuplicateTargetGroupNameException',
      'A target group with the specified name already exists.',
    );
  }
  const created = newTargetGroup(world, input);
  world.elbv2.targetGroups.set(created.arn, created);
  addTags(world, created.arn, input.Tags);
  return { TargetGroups: [describeTargetGroup(created)] };
};
