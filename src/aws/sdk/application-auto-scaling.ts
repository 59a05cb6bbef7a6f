import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  ApplicationAutoScalingClient,
  type ApplicationAutoScaling as WholeApplicationAutoScaling,
  type ApplicationAutoScalingClientConfig,
} from '@aws-sdk/client-application-auto-scaling';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { DescribeScalableTargetsCommand, RegisterScalableTargetCommand };

/** Application Auto Scaling, as far as ecsdeploy calls it. */
export type ApplicationAutoScaling = ApplicationAutoScalingClient &
  OperationsOf<WholeApplicationAutoScaling, typeof commands>;

export function openApplicationAutoScaling(
  settings: ApplicationAutoScalingClientConfig,
): ApplicationAutoScaling {
  return withOperations<WholeApplicationAutoScaling, ApplicationAutoScalingClient, typeof commands>(
    new ApplicationAutoScalingClient(settings),
    commands,
  );
}
