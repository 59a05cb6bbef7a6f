import type { CodeDeployDeploymentState } from '../../aws/codedeploy-deployments.ts';
import type { DeploymentStatus } from '../../model/deployment.ts';
import { minutes, seconds, type Milliseconds } from '../../model/duration.ts';

export interface StatusFacts {
  readonly state: CodeDeployDeploymentState;
  /** The deployment that takes it back, once AWS shows one. */
  readonly rollback?: CodeDeployDeploymentState | undefined;
  /** How long it is known to have ended; absent while it goes on. */
  readonly endedFor?: Milliseconds | undefined;
  /** This process has stopped it, with the order to go back. */
  readonly isAskedToGoBack: boolean;
}

// The deployment that goes back is created a moment after the end of the one that failed; AWS names no limit.
const rollbackWithin = minutes(2);
// Whoever stops a deployment says with it whether it goes back, which AWS shows only by starting to.
const stopSettlesWithin = seconds(15);

/**
 * AWS's status in our words. A deployment that failed, or was stopped, goes back by a deployment of its own: then its end is that of
 * the other one. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export function statusOf(facts: StatusFacts): DeploymentStatus {
  const { state } = facts;
  switch (state.status) {
    case 'Created':
    case 'Queued':
      return 'pending';
    case 'InProgress':
    case 'Ready':
    case 'Baking':
      return 'in-progress';
    case 'Succeeded':
      return 'successful';
    case 'Failed':
    case 'Stopped':
      return facts.rollback === undefined ? statusAfterEnd(facts) : statusOfRollback(facts.rollback);
    default:
      return 'unknown';
  }
}

/** Whether a status of AWS is one after which it does nothing more with this very deployment. */
export function hasEnded({ status }: Pick<CodeDeployDeploymentState, 'status'>): boolean {
  return status === 'Succeeded' || status === 'Failed' || status === 'Stopped';
}

/** The event that CodeDeploy may have been told to go back on. */
function rollbackEventOf(state: CodeDeployDeploymentState): string {
  if (state.error?.code === 'ALARM_ACTIVE') return 'DEPLOYMENT_STOP_ON_ALARM';
  return isStoppedBySomebody(state) ? 'DEPLOYMENT_STOP_ON_REQUEST' : 'DEPLOYMENT_FAILURE';
}

/** A person or a program has stopped it, neither an alarm nor a failure. */
export function isStoppedBySomebody({ status, error }: CodeDeployDeploymentState): boolean {
  const { code = '' } = error ?? {};
  return status === 'Stopped' && (code === '' || code === 'MANUAL_STOP');
}

function statusOfRollback({ status }: CodeDeployDeploymentState): DeploymentStatus {
  if (status === 'Succeeded') return 'rolled-back';
  return status === 'Failed' || status === 'Stopped' ? 'rollback-failed' : 'rolling-back';
}

function statusAfterEnd({ state, endedFor = 0, isAskedToGoBack }: StatusFacts): DeploymentStatus {
  const isNamed = state.rollback?.deploymentId !== undefined;
  const isExpected = isNamed || isAskedToGoBack || state.rollsBackOn.includes(rollbackEventOf(state));
  if (isExpected && endedFor < rollbackWithin) return 'rollback-requested';
  // What nobody has answered, or an alarm has stopped, has failed: nobody wanted that.
  if (!isStoppedBySomebody(state)) return 'failed';
  return endedFor < stopSettlesWithin ? 'stopping' : 'stopped';
}
