import type { World } from '../../world.ts';
import type { TargetHabit, TargetProbe } from '../../elbv2/target.ts';
import type { TaskRecord, TaskTarget } from '../records/task.ts';
import { isLeftOut } from './failures.ts';

export function targetKey(targetGroupArn: string, id: string, port: number): string {
  return `${targetGroupArn}|${id}|${port}`;
}

/** Puts a running task behind its load balancers. */
export function registerTargets(world: World, task: TaskRecord): void {
  for (const target of task.targets) {
    if (isLeftOut(world, task, target)) {
      target.isMissing = true;
      continue;
    }
    takeOver(world, target);
    target.registered = true;
    world.ecs.tasksByTarget.set(targetKey(target.targetGroupArn, target.id, target.port), task);
    world.elbv2.registerTarget(target.targetGroupArn, {
      id: target.id,
      port: target.port,
      availabilityZone: task.availabilityZone,
      endpoint: target.endpoint,
      probe: () => probe(world, task, target),
      habit: () => habit(world, task, target),
    });
  }
}

/** The address of a real container that has ended is given to the next one, which may be up before that end is known here. */
function takeOver(world: World, { targetGroupArn, id, port }: TaskTarget): void {
  const before = world.ecs.tasksByTarget.get(targetKey(targetGroupArn, id, port));
  for (const target of before?.targets ?? []) {
    if (target.targetGroupArn !== targetGroupArn || target.id !== id || target.port !== port) continue;
    forgetTarget(world, target);
    world.elbv2.deregisterTarget(targetGroupArn, target);
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

/** What a request finds. */
function probe(world: World, task: TaskRecord, target: TaskTarget): TargetProbe {
  const usual = habit(world, task, target);
  if (usual.kind === 'refused') return usual;
  const fails = usual.errorRate > 0 && world.random.next() < usual.errorRate;
  return { kind: 'answer', status: fails ? 500 : usual.status, latency: usual.latency };
}

/** The behaviour is read at each look, as a person may change it meanwhile. */
function habit(world: World, task: TaskRecord, target: TaskTarget): TargetHabit {
  const container = task.containers.find(({ name }) => name === target.containerName);
  if (container?.lastStatus !== 'RUNNING') return { kind: 'refused' };
  // A real container is asked itself, at its endpoint; this is for whoever does not ask.
  if (task.runtime.kind === 'docker') {
    return target.endpoint === undefined
      ? { kind: 'refused' }
      : { kind: 'answer', status: 200, errorRate: 0, latency: 1 };
  }
  return { kind: 'answer', ...world.behaviours.of(container.image).http };
}
