import type { Tag } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskHolder, TaskObserver, TaskRecord } from '../records/task.ts';
import { runsOnFargate } from '../placement.ts';
import { obstacleTo } from '../tasks/failures.ts';
import { makeTask } from '../tasks/make-task.ts';
import { startTask } from '../tasks/start-task.ts';
import { loadBalancersForTasks } from '../traffic/registered-groups.ts';
import { resolvedPlatformVersion } from '../views/placement-view.ts';

/** Starts tasks of the revision of a deployment or task set; none where they cannot be placed. */
export function launchTasks(
  world: World,
  service: ServiceRecord,
  holder: TaskHolder,
  count: number,
  observer: TaskObserver,
): TaskRecord[] {
  const { workload, pinnedDigests } = holder.revision;
  const obstacle = obstacleTo(world, workload.taskDefinition.definition);
  if (obstacle !== undefined) {
    observer.unplaced(obstacle.event);
    return [];
  }
  return Array.from({ length: count }, () => {
    const task = makeTask(world, {
      cluster: service.cluster,
      taskDefinition: workload.taskDefinition,
      placement: workload,
      nth: service.tasks.size,
      platformVersion: runsOnFargate(workload) ? resolvedPlatformVersion(workload) : undefined,
      networkConfiguration: workload.networkConfiguration,
      loadBalancers: loadBalancersForTasks(world, holder.revision),
      group: `service:${service.name}`,
      startedBy: holder.id,
      overrides: undefined,
      enableExecuteCommand: service.options.enableExecuteCommand,
      tags: tagsForTasks(service, holder),
      owner: {
        holder,
        pinnedDigests,
        unusedTargets: 'scale' in holder ? 'pass' : 'wait',
        gracePeriod: () => service.options.healthCheckGracePeriodSeconds * 1000,
      },
      observer,
    });
    service.tasks.add(task);
    startTask(world, task);
    return task;
  });
}

function tagsForTasks(service: ServiceRecord, holder: TaskHolder): Tag[] {
  const { propagateTags, enableECSManagedTags } = service.options;
  const own =
    propagateTags === 'SERVICE'
      ? service.tags
      : propagateTags === 'TASK_DEFINITION'
        ? holder.revision.workload.taskDefinition.tags
        : [];
  if (!enableECSManagedTags) return [...own];
  return [
    ...own,
    { key: 'aws:ecs:clusterName', value: service.cluster.name },
    { key: 'aws:ecs:serviceName', value: service.name },
  ];
}
