import { describeService } from '../../aws/services.ts';
import { describeTargetHealth } from '../../aws/target-health.ts';
import { describeTasks, listTasks, type TaskState } from '../../aws/tasks.ts';
import { seconds } from '../../model/duration.ts';
import type { Measurement, TargetHealthCheck } from '../../model/gate.ts';
import type { GateContext } from '../gate-context.ts';
import { groupsUnknown, type GateSubject } from '../subject.ts';
import { judgeTargetHealth, ofTasks } from './judge-target-health.ts';

/**
 * Counts the targets of the new revision by what their load balancers say. Where both revisions have target groups of their own, all
 * targets of the new one's count. Otherwise, those do that belong to its tasks.
 * @throws what `call` throws
 */
export async function countHealthyTargets(
  context: GateContext,
  { healthyPercent }: TargetHealthCheck,
  subject: GateSubject,
): Promise<Measurement> {
  const at = context.clock.now();
  if (subject.targetGroups === undefined) return { kind: 'error', at, error: groupsUnknown };
  const { isSplit, ofNew } = subject.targetGroups;
  if (ofNew.length === 0) return { kind: 'error', at, error: 'the service has no target group' };
  const options = { signal: context.interrupt };
  const all = await Promise.all(ofNew.map((group) => describeTargetHealth(context.aws, group, options)));
  const targets = all.flat();
  // Only the first of these two needs its tasks in any case: whoever is well needs no excuse.
  const needsTasks = !isSplit || targets.some(({ state }) => state === 'unhealthy');
  const tasks = needsTasks ? await tasksOf(context, subject) : [];
  const own = isSplit ? targets : ofTasks(targets, tasks, subject.moment);
  if (own === undefined) {
    const error =
      'the targets are instances, which do not tell the revision of their tasks while both run behind one target group';
    return { kind: 'error', at, error };
  }
  const excused = own.some(({ state }) => state === 'unhealthy')
    ? await inGrace(context, subject, tasks, at)
    : new Set<string>();
  return judgeTargetHealth(own, healthyPercent, excused, at);
}

/** The running tasks of the new revision. */
async function tasksOf(
  { aws, interrupt }: GateContext,
  { service, taskDefinition }: GateSubject,
): Promise<readonly TaskState[]> {
  const options = { signal: interrupt };
  const arns = await listTasks(aws, service, 'RUNNING', options);
  const tasks = await describeTasks(aws, service.cluster, arns, options);
  return tasks.filter((task) => task.taskDefinition === taskDefinition);
}

/** Addresses of tasks that are so young that ECS itself does not mind what a load balancer says of them. */
async function inGrace(
  { aws, interrupt }: GateContext,
  { service }: GateSubject,
  tasks: readonly TaskState[],
  now: number,
): Promise<ReadonlySet<string>> {
  const state = await describeService(aws, service, { signal: interrupt });
  const grace = seconds(state?.settings.healthCheckGracePeriodSeconds ?? 0);
  const young = tasks.filter(({ startedAt = now }) => now - startedAt < grace);
  return new Set(young.flatMap(({ addresses }) => addresses));
}
