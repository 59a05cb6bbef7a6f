import type { DeleteTargetGroupCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';

export const DeleteTargetGroup: Operation<DeleteTargetGroupCommandInput, NoOutput> = (world, input) => {
  const arn = input.TargetGroupArn ?? '';
  const group = world.elbv2.targetGroup(arn);
  if (group !== undefined && group.loadBalancerArns.length > 0) {
    throw new ServiceError(
      'ResourceInUseException',
      `The target group '${arn}' is currently in use by a listener or a rule`,
    );
  }
  world.elbv2.targetGroups.delete(arn);
  world.elbv2.tags.delete(arn);
  return {};
};
