import type { World } from '../../world.ts';
import type { TaskRecord, TaskTarget } from '../records/task.ts';

export function targetKey(targetGroupArn: string, id: string, port: number): string {
  return `${targetGroupArn}|${id}|${port}`;
}

/** Puts a running task behind its load balancers. */
export function registerTargets(world: World, task: TaskRecord): void {
  for (const target of task.targets) {
    target.registered = true;
    world.ecs.tasksByTarget.set(targetKey(target.targetGroupArn, target.id, target.port), task);
    world.elbv2.registerTarget(target.targetGroupArn, {
      id: target.id,
      port: target.port,
      availabilityZone: task.availabilityZone,
      probe: () => probe(world, task, target),
    });
  }
}

export function deregisterTargets(world: World, task: TaskRecord): void {
  for (const target of task.targets) {
    if (!target.registered) continue;
    world.elbv2.deregisterTarget(target.targetGroupArn, target);
    // A target without traffic, or in a group that was deleted, has nothing to drain.
    const { reason } = world.elbv2.targetHealth(target.targetGroupArn, target);
    if (reason === 'Target.NotRegistered') forgetTarget(world, target);
  }
}

/** A target that has drained to its end is no longer the task's. */
export function forgetTarget(world: World, target: TaskTarget): void {
  target.registered = false;
  world.ecs.tasksByTarget.delete(targetKey(target.targetGroupArn, target.id, target.port));
}

/** What the load balancer finds. The behaviour is read at each look, as a person may change it meanwhile. */
function probe(
  world: World,
  task: TaskRecord,
  target: TaskTarget,
): { kind: 'answer'; status: number; latency: number } | { kind: 'refused' } {
  const container = task.containers.find(({ name }) => name === target.containerName);
  if (container?.lastStatus !== 'RUNNING') return { kind: 'refused' };
  const { status, errorRate, latency } = world.behaviours.of(container.image).http;
  const fails = errorRate > 0 && world.random.next() < errorRate;
  return { kind: 'answer', status: fails ? 500 : status, latency };
}
