import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { endServiceDeployment } from './end-service-deployment.ts';
import { say } from './service-events.ts';

/** The rollout of PRIMARY is COMPLETED, and in the same moment its service deployment has ended. */
export function completeDeployment(world: World, service: ServiceRecord, primary: DeploymentRecord): void {
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.updatedAt = world.timeline.now();
  service.deployments = [primary];
  service.scheduler.rollbackCandidate = primary;
  say(world, service, `(deployment ${primary.id}) deployment completed.`);
  const [record] = service.serviceDeployments;
  // Asked to go back too late, when the old revision was being removed already: 2.4.1 knows this way.
  if (record?.status === 'IN_PROGRESS' || record?.status === 'ROLLBACK_REQUESTED') {
    endServiceDeployment(world, service, record, 'SUCCESSFUL');
  } else if (record?.status === 'ROLLBACK_IN_PROGRESS') {
    endServiceDeployment(world, service, record, 'ROLLBACK_SUCCESSFUL');
  }
}
