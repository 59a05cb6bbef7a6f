import type { ErrorInformation } from '@aws-sdk/client-codedeploy';
import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/** The end of a deployment: nothing more becomes of it. What ran of its events has failed, and what was to come is skipped. */
export function closeDeployment(
  world: World,
  deployment: CodeDeployDeployment,
  status: 'Succeeded' | 'Failed' | 'Stopped',
  error?: ErrorInformation,
): void {
  const now = world.timeline.now();
  for (const planned of deployment.run?.plans ?? []) planned.cancel();
  delete deployment.run;
  delete deployment.wait;
  for (const event of deployment.lifecycleEvents) {
    if (event.status === 'InProgress') {
      event.status = 'Failed';
      event.endedAt = now;
    } else if (event.status === 'Pending') event.status = 'Skipped';
  }
  for (const execution of deployment.hookExecutions.values()) {
    if (execution.status === 'waiting') execution.status = 'timed-out';
  }
  deployment.status = status;
  deployment.completedAt = deployment.updatedAt = now;
  if (error !== undefined) deployment.error = error;
}
