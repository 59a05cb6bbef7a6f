import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import { stopTasksToScale } from './stop-tasks.ts';

/** A deleted service: its tasks are stopped, and when the last one is gone it is INACTIVE. */
export function drain(world: World, service: ServiceRecord): void {
  const running = [...service.tasks].filter((task) => task.desiredStatus === 'RUNNING');
  if (service.taskSets.length === 0) stopTasksToScale(world, service, running);
  for (const taskSet of service.taskSets) {
    const own = running.filter((task) => task.owner?.holder === taskSet);
    stopTasksToScale(world, service, own, taskSet);
  }
  if (service.tasks.size > 0) return;
  service.status = 'INACTIVE';
  service.deployments = [];
  for (const taskSet of service.taskSets) taskSet.settling?.cancel();
  service.taskSets = [];
}
