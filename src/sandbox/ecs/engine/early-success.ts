import type { DeploymentEarlySuccessCriteria } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { countsOf, requestedOf } from '../views/deployment-view.ts';
import { bakeTime } from './bake-time.ts';
import { delays } from './delays.ts';
import { endServiceDeployment } from './end-service-deployment.ts';
import { fleetsOf, isEmpty } from './fleets.ts';
import { askAfterScaleUp } from './hooks/rolling-hooks.ts';
import { say } from './service-events.ts';

/**
 * Ends a rolling deployment before all of its tasks are healthy, where that was asked for (2.7.1): once enough of them are, and after the bake
 * time, and with BLOCKING once the old tasks are gone. The rest goes on as before, but nothing of it can fail the deployment any more.
 */
export function succeedEarly(world: World, service: ServiceRecord): void {
  const [primary] = service.deployments;
  const [record] = service.serviceDeployments;
  if (primary === undefined || record?.status !== 'IN_PROGRESS') return;
  if (record.deployment !== primary || primary.rolloutState !== 'IN_PROGRESS') return;
  const criteria = record.configuration.earlySuccessCriteria;
  if (!isEnough(criteria, healthyOf(service, primary), service.desiredCount)) return;
  if (askAfterScaleUp(world, service) === 'wait') return;
  const { scheduler } = service;
  const now = world.timeline.now();
  if (scheduler.bakeEndsAt === undefined) {
    scheduler.bakeEndsAt = now + Math.max(delays.quietTick, bakeTime(service));
    world.timeline.at(scheduler.bakeEndsAt, 'end of bake time', () => service.wake());
  }
  if (now < scheduler.bakeEndsAt) return;
  if (criteria?.sourceServiceRevisionCleanup !== 'DEFERRED' && !isCleanedUp(service, primary)) return;
  complete(world, service, primary, record);
}

/** At least one task, however small the percentage. */
export function isEnough(
  criteria: DeploymentEarlySuccessCriteria | undefined,
  healthy: number,
  desiredCount: number,
): boolean {
  if (criteria?.enable !== true) return false;
  return healthy >= Math.max(1, Math.ceil((desiredCount * (criteria.healthyPercent ?? 100)) / 100));
}

function healthyOf(service: ServiceRecord, deployment: DeploymentRecord): number {
  return fleetsOf(service).get(deployment)?.healthy.length ?? 0;
}

function isCleanedUp(service: ServiceRecord, primary: DeploymentRecord): boolean {
  return [...fleetsOf(service)].every(([deployment, fleet]) => deployment === primary || isEmpty(fleet));
}

/** What is still replaced stays in the list of deployments, so that a waiter for a stable service goes on waiting. */
function complete(
  world: World,
  service: ServiceRecord,
  primary: DeploymentRecord,
  record: ServiceDeploymentRecord,
): void {
  primary.rolloutState = 'COMPLETED';
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.updatedAt = world.timeline.now();
  service.scheduler.rollbackCandidate = primary;
  say(world, service, `(deployment ${primary.id}) deployment completed.`);
  record.finalSources = new Map(
    service.deployments
      .filter((deployment) => deployment !== primary)
      .map((deployment) => [
        deployment.revision.arn,
        { requested: requestedOf(service, deployment), ...countsOf(service, deployment) },
      ]),
  );
  endServiceDeployment(world, service, record, 'SUCCESSFUL');
  service.wake();
}
