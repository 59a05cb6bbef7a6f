import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import { bakeTime } from './bake-time.ts';
import { completeDeployment } from './complete-deployment.ts';
import { delays } from './delays.ts';
import { fleetsOf, isEmpty } from './fleets.ts';
import { askAfterScaleUp } from './hooks/rolling-hooks.ts';
import { say } from './service-events.ts';

/** Sees whether the service is as it should be; after a quiet while, and the bake time, the rollout is COMPLETED. */
export function settle(world: World, service: ServiceRecord): void {
  const { scheduler } = service;
  if (!isSettled(service)) {
    scheduler.completion?.cancel();
    delete scheduler.completion;
    scheduler.steady = false;
    return;
  }
  if (scheduler.steady || scheduler.completion !== undefined) return;
  if (askAfterScaleUp(world, service) === 'wait') return;
  scheduler.completion = world.timeline.at(whenComplete(world, service), 'steady state', () => {
    delete scheduler.completion;
    const [primary] = service.deployments;
    // Something happened in this very moment: the scheduler's next look decides.
    if (primary === undefined || !isSettled(service)) return;
    scheduler.steady = true;
    if (primary.rolloutState === 'IN_PROGRESS') completeDeployment(world, service, primary);
    // AWS writes it a millisecond after the completion.
    say(world, service, 'has reached a steady state.', 1);
  });
}

function isSettled(service: ServiceRecord): boolean {
  const [primary, ...older] = service.deployments;
  const status = service.serviceDeployments[0]?.status;
  if (primary === undefined || primary.rolloutState === 'FAILED') return false;
  if (status === 'PENDING' || status === 'ROLLBACK_REQUESTED') return false;
  const fleets = fleetsOf(service);
  const own = fleets.get(primary);
  if (own?.healthy.length !== service.desiredCount) return false;
  if (own.starting.length + own.unhealthy.length + own.stopping.length > 0) return false;
  return older.every((deployment) => {
    const fleet = fleets.get(deployment);
    return fleet === undefined || isEmpty(fleet);
  });
}

function whenComplete(world: World, service: ServiceRecord): number {
  const { scheduler } = service;
  const quiet = world.timeline.now() + delays.quietTick;
  const [record] = service.serviceDeployments;
  if (service.deployments[0]?.rolloutState !== 'IN_PROGRESS' || record === undefined) return quiet;
  if (record.status === 'IN_PROGRESS') scheduler.bakeEndsAt ??= world.timeline.now() + bakeTime(service);
  const emptyUntil =
    service.desiredCount === 0 ? (record.startedAt ?? record.createdAt) + delays.emptyRollout : 0;
  return Math.max(quiet, emptyUntil, scheduler.bakeEndsAt ?? 0);
}
