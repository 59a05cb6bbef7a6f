import type {
  ModifyTargetGroupAttributesCommandInput,
  ModifyTargetGroupAttributesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { describeAttributes, setAttributes } from '../attributes.ts';
import { findTargetGroup } from '../find.ts';

export const ModifyTargetGroupAttributes: Operation<
  ModifyTargetGroupAttributesCommandInput,
  Output<ModifyTargetGroupAttributesCommandOutput>
> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  setAttributes('Target group', group.attributes, input.Attributes);
  return { Attributes: describeAttributes(group.attributes) };
};
