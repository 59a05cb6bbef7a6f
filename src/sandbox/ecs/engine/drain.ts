import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import { stopTasksToScale } from './stop-tasks.ts';

/** A deleted service: its tasks are stopped, and when the last one is gone it is INACTIVE. */
export function drain(world: World, service: ServiceRecord): void {
  const running = [...service.tasks].filter((task) => task.desiredStatus === 'RUNNING');
  stopTasksToScale(world, service, running);
  if (service.tasks.size > 0) return;
  service.status = 'INACTIVE';
  service.deployments = [];
}
