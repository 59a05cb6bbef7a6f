import type { World } from '../../world.ts';
import type { Monitor, ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { countsOf, requestedOf } from '../views/deployment-view.ts';
import { haltDeployment } from './halt-deployment.ts';

export type EndStatus = 'SUCCESSFUL' | 'STOPPED' | 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED';

/** Takes a service deployment to its end; a reason that it has already stays. */
export function endServiceDeployment(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  status: EndStatus,
  reason?: string,
): void {
  const now = world.timeline.now();
  haltDeployment(record);
  record.status = status;
  if (reason !== undefined) record.statusReason = reason;
  record.updatedAt = now;
  record.finishedAt = now;
  if (status === 'STOPPED') record.stoppedAt = now;
  record.failureCount ??= record.deployment.failedTasks;
  record.breaker = afterwards(record.breaker);
  record.alarms.status = afterwards(record.alarms.status);
  record.finalCounts = {
    requested: requestedOf(service, record.deployment),
    ...countsOf(service, record.deployment),
  };
}

function afterwards(monitor: Monitor): Monitor {
  return monitor === 'MONITORING' ? 'MONITORING_COMPLETE' : monitor;
}
