import type { SkipWaitTimeForInstanceTerminationCommandInput } from '@aws-sdk/client-codedeploy';
import type { NoOutput, Operation } from '../../operation.ts';
import { endWait } from '../end-wait.ts';
import { findDeployment } from '../lookup/deployment.ts';

/** The older name of ContinueDeployment with TERMINATION_WAIT. */
export const SkipWaitTimeForInstanceTermination: Operation<
  SkipWaitTimeForInstanceTerminationCommandInput,
  NoOutput
> = (world, input) => {
  endWait(world, findDeployment(world, input.deploymentId), 'TERMINATION_WAIT');
  return {};
};
