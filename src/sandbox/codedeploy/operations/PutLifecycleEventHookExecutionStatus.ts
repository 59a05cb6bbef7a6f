import type {
  PutLifecycleEventHookExecutionStatusCommandInput,
  PutLifecycleEventHookExecutionStatusCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { reportHook } from '../engine/report-hook.ts';
import { findDeployment } from '../lookup/deployment.ts';
import { refused } from '../refusals.ts';

/** What a function of a hook calls when it has made up its mind. */
export const PutLifecycleEventHookExecutionStatus: Operation<
  PutLifecycleEventHookExecutionStatusCommandInput,
  Output<PutLifecycleEventHookExecutionStatusCommandOutput>
> = (world, input) => {
  const deployment = findDeployment(world, input.deploymentId);
  const { lifecycleEventHookExecutionId: id = '', status } = input;
  if (status !== 'Succeeded' && status !== 'Failed') {
    throw refused(
      'InvalidLifecycleEventHookExecutionStatusException',
      'The result of a Lambda validation function that verifies a lifecycle event is invalid. It should return Succeeded or Failed.',
    );
  }
  const execution = deployment.hookExecutions.get(id);
  if (execution === undefined) {
    throw refused(
      'InvalidLifecycleEventHookExecutionIdException',
      'A lifecycle event hook is invalid. Review the hooks section in your AppSpec file to ensure the lifecycle events and hooks functions are valid.',
    );
  }
  if (execution.status !== 'waiting') {
    throw refused(
      'LifecycleEventAlreadyCompletedException',
      'An attempt to return the status of an already completed lifecycle event occurred.',
    );
  }
  reportHook(world, deployment, execution, status);
  return { lifecycleEventHookExecutionId: id };
};
