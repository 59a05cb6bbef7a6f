import type { World } from '../../world.ts';
import { delays } from '../engine/delays.ts';
import type { ContainerRecord, HealthFailure, TaskRecord } from '../records/task.ts';
import { healthOf } from './health-status.ts';

type Health = { kind: 'healthy' } | { kind: 'waiting' } | { kind: 'failing'; failure: HealthFailure };

/** What the health check of a container found has changed. */
export function containerHealth(
  world: World,
  task: TaskRecord,
  container: ContainerRecord,
  status: 'HEALTHY' | 'UNHEALTHY',
): void {
  if (container.lastStatus !== 'RUNNING') return;
  container.healthStatus = status;
  task.version++;
  judgeHealth(world, task);
}

/**
 * Judges a task anew after something about its health changed, and tells its observer of a change.
 * A failure within the grace period is looked at again when that ends.
 */
export function judgeHealth(world: World, task: TaskRecord): void {
  if (task.desiredStatus !== 'RUNNING' || task.lastStatus !== 'RUNNING' || task.failure !== undefined) return;
  const health = currentHealth(world, task);
  switch (health.kind) {
    case 'waiting':
      return;
    case 'healthy':
      if (task.healthy) return;
      task.healthy = true;
      task.observer.healthy(task);
      return;
    case 'failing': {
      const graceEnds = (task.startedAt ?? 0) + (task.owner?.gracePeriod() ?? 0);
      if (world.timeline.now() < graceEnds) {
        task.plans.push(world.timeline.at(graceEnds, 'end of grace period', () => judgeHealth(world, task)));
        return;
      }
      task.healthy = false;
      task.failure = health.failure;
      task.observer.unhealthy(task, health.failure);
    }
  }
}

/** No check: healthy after a while. Container check: HEALTHY. Load balancer: healthy. Both: both (2.7). */
function currentHealth(world: World, task: TaskRecord): Health {
  const hasContainerCheck = task.containers.some((container) => container.hasHealthCheck);
  const containers = healthOf(task);
  if (containers === 'UNHEALTHY') return { kind: 'failing', failure: { kind: 'container' } };

  let isWaiting = hasContainerCheck && containers !== 'HEALTHY';
  let isChecked = hasContainerCheck;
  for (const target of task.targets) {
    const health = world.elbv2.targetHealth(target.targetGroupArn, target);
    if (health.reason === 'Target.NotInUse' && task.owner?.unusedTargets === 'pass') continue;
    isChecked = true;
    if (health.state === 'unhealthy') {
      const description = health.description ?? 'Health checks failed';
      return { kind: 'failing', failure: { kind: 'target', target, description } };
    }
    if (health.state !== 'healthy') isWaiting = true;
  }
  if (!isChecked) {
    isWaiting = world.timeline.now() < (task.startedAt ?? 0) + delays.healthyWithoutCheck;
  }
  return isWaiting ? { kind: 'waiting' } : { kind: 'healthy' };
}
