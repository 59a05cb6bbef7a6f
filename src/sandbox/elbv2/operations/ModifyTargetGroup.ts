import type {
  ModifyTargetGroupCommandInput,
  ModifyTargetGroupCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { describeTargetGroup } from '../describe.ts';
import { findTargetGroup } from '../find.ts';
import { applyHealthCheck } from '../health-check-settings.ts';

export const ModifyTargetGroup: Operation<
  ModifyTargetGroupCommandInput,
  Output<ModifyTargetGroupCommandOutput>
> = (world, input) => {
  const group = findTargetGroup(world, input.TargetGroupArn);
  applyHealthCheck(group.healthCheck, input);
  world.elbv2.restartChecks(group);
  return { TargetGroups: [describeTargetGroup(group)] };
};
