import { readyWait } from '../../model/lifecycle.ts';
import { endStatuses, type DeploymentStatus, type Snapshot } from '../../model/deployment.ts';

/** What has become of one pause. */
export type PauseStanding =
  /** It holds the deployment: an answer counts. */
  | 'waits'
  | 'approved'
  | 'rejected'
  /** Its time was up, and AWS did what was configured for that. */
  | 'expired'
  /** The deployment goes back, or went, for another reason. */
  | 'goes-back'
  /** The deployment has ended without going back. */
  | 'ended'
  /** AWS shows the pause no more: the deployment is somewhere else now. */
  | 'passed';

const goingBack: ReadonlySet<DeploymentStatus> = new Set([
  'rollback-requested',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
]);

/** How a pause stands by one look. Pure. */
export function standingOf(
  snapshot: Pick<Snapshot, 'status' | 'statusReason' | 'hooks'>,
  hookId: string,
): PauseStanding {
  const { status, statusReason = '', hooks = [] } = snapshot;
  const hook = hooks.find((one) => one.hookId === hookId);
  // CodeDeploy's words: "… timed out while waiting for a notification to continue."
  if (hookId === readyWait && /timed out while waiting for a notification/i.test(statusReason))
    return 'expired';
  if (goingBack.has(status)) {
    if (hook?.status === 'failed') return 'rejected';
    // AWS's words: "… because POST_TEST_TRAFFIC_SHIFT pause hook timed out."
    const isTimedOut = hook?.status === 'timed-out' || /pause hook timed out/i.test(statusReason);
    return isTimedOut ? 'expired' : 'goes-back';
  }
  if (endStatuses.has(status) || status === 'stopping') return 'ended';
  switch (hook?.status) {
    case 'awaiting-action':
      return 'waits';
    case 'succeeded':
      return 'approved';
    case 'failed':
      return 'rejected';
    case 'timed-out':
      return 'expired';
    default:
      return 'passed';
  }
}
