import type {
  ModifyTargetGroupAttributesCommandInput,
  ModifyTargetGroupAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { describeAttributes, refusedAttribute } from '../attributes.ts';
import { findTargetGroup } from '../find.ts';
import { validationError } from '../refusals.ts';

export const ModifyTargetGroupAttributes: Operation<
  ModifyTargetGroupAttributesCommandInput,
  Output<ModifyTargetGroupAttributesCommandOutput>
> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  for (const { Key: key = '', Value: value = '' } of input.Attributes ?? []) {
    const refused = refusedAttribute(group, key, value);
    if (refused !== undefined) throw validationError(refused);
  }
  for (const { Key: key = '', Value: value = '' } of input.Attributes ?? []) group.attributes.set(key, value);
  return { Attributes: describeAttributes(group.attributes) };
};
