import type { World } from '../../world.ts';
import { isFinished, type ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { delays } from './delays.ts';
import { endServiceDeployment } from './end-service-deployment.ts';
import { haltDeployment } from './halt-deployment.ts';

/**
 * Ends an unfinished service deployment for a newer one: STOP_REQUESTED, then STOPPED.
 * One that is rolling back has no way to STOPPED in AWS's state machine (2.4.1), so its rollback fails. The texts are the sandbox's own.
 */
export function stopSuperseded(world: World, service: ServiceRecord, record: ServiceDeploymentRecord): void {
  const isRollingBack = record.status === 'ROLLBACK_IN_PROGRESS';
  if (!isRollingBack) record.status = 'STOP_REQUESTED';
  record.updatedAt = world.timeline.now();
  haltDeployment(record);
  world.timeline.after(delays.stopRequest, 'superseded deployment stopped', () => {
    if (isFinished(record)) return;
    const because = 'because a newer service deployment was started.';
    endServiceDeployment(
      world,
      service,
      record,
      isRollingBack ? 'ROLLBACK_FAILED' : 'STOPPED',
      `Service deployment ${isRollingBack ? 'rollback failed' : 'stopped'} ${because}`,
    );
  });
}
