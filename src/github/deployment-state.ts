import type { Outcome } from '../model/outcome.ts';
import type { DeploymentAction } from './deployment-payload.ts';

/**
 * States that a status may be given.
 * https://docs.github.com/en/rest/deployments/statuses?apiVersion=2022-11-28#create-a-deployment-status
 */
export type DeploymentState =
  'in_progress' | 'queued' | 'pending' | 'success' | 'failure' | 'error' | 'inactive';

const endStates: ReadonlySet<unknown> = new Set<DeploymentState>(['success', 'failure', 'inactive']);

/**
 * Whether a deployment with this newest state gets no more statuses. One without a status has only begun, and of an `error` nobody knows how
 * it ended: a later run may find out.
 */
export function isOver(state: unknown): boolean {
  return endStates.has(state);
}

/**
 * What GitHub is told of an end; undefined where it says nothing about a deployment. `success` means that the revision which the
 * deployment is about serves and was verified; `failure` that it does not, or was not to; `error` that nobody knows; `inactive` that another one
 * took its place as somebody wanted. What goes on at AWS stays open, so that a later run can add to it.
 * @param action what the deployment is of, whichever command goes on with it
 */
export function deploymentState(outcome: Outcome, action: DeploymentAction): DeploymentState | undefined {
  switch (outcome.kind) {
    case 'succeeded':
    case 'nothing-to-do':
      return 'success';
    case 'rolled-back-as-asked':
      return action === 'rollback' ? 'success' : 'inactive';
    case 'planned':
    case 'declined':
    case 'not-started':
      return undefined;
    case 'failed-rolled-back':
    case 'failed-rollback-failed':
    case 'failed-left':
    case 'stopped':
      return 'failure';
    case 'failed-rollback-unseen':
      if (action !== 'rollback') return 'failure';
      return outcome.doubt === undefined ? 'in_progress' : 'error';
    case 'superseded':
      return 'inactive';
    case 'inconclusive':
    case 'error':
      return 'error';
    case 'waiting-for-approval':
      return 'pending';
    case 'unwatched':
    case 'reached':
    case 'approved':
      return 'in_progress';
    case 'interrupted':
      return interruptedState(outcome, action);
    default:
      return outcome satisfies never;
  }
}

function interruptedState(
  outcome: Extract<Outcome, { kind: 'interrupted' }>,
  action: DeploymentAction,
): DeploymentState | undefined {
  if (!outcome.started) return undefined;
  if (outcome.released === true) return outcome.unproven === true ? 'error' : 'success';
  if (outcome.asked === true) return 'error';
  return outcome.rollingBack && action !== 'rollback' ? 'failure' : 'in_progress';
}
