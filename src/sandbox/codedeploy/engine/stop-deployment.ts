import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/**
 * StopDeployment on one that has not ended: it becomes Stopped with MANUAL_STOP.
 * @param rollsBack a rollback deployment takes the traffic back; without, everything stays as it is
 */
export function stopDeployment(world: World, deployment: CodeDeployDeployment, rollsBack: boolean): void {
  deployment.status = 'Stopped';
  if (rollsBack) deployment.completedAt = world.timeline.now();
  deployment.updatedAt = world.timeline.now();
}
