import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import { closeDeployment } from './close-deployment.ts';
import { errorInformation } from './error-information.ts';
import { rollBack } from './roll-back.ts';

/**
 * StopDeployment on one that has not ended: it becomes Stopped with MANUAL_STOP.
 * @param rollsBack a rollback deployment takes the traffic back; without, everything stays as it is, as it does when a rollback is stopped
 */
export function stopDeployment(world: World, deployment: CodeDeployDeployment, rollsBack: boolean): void {
  const { run } = deployment;
  closeDeployment(world, deployment, 'Stopped', errorInformation({ kind: 'stopped-by-user' }));
  if (rollsBack && run !== undefined && deployment.creator !== 'codeDeployRollback') {
    rollBack(world, deployment, run);
  }
}
