import type { Tag } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskRecord } from '../records/task.ts';
import { runsOnFargate } from '../placement.ts';
import { makeTask } from '../tasks/make-task.ts';
import { startTask } from '../tasks/start-task.ts';
import { loadBalancersForTasks } from '../traffic/registered-groups.ts';
import { resolvedPlatformVersion } from '../views/placement-view.ts';
import { observeTasks } from './observe-tasks.ts';

/** Starts tasks of a deployment's own revision. */
export function launchTasks(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  count: number,
): TaskRecord[] {
  const { workload, pinnedDigests } = deployment.revision;
  const observer = observeTasks(world, service, deployment);
  return Array.from({ length: count }, () => {
    const task = makeTask(world, {
      cluster: service.cluster,
      taskDefinition: workload.taskDefinition,
      placement: workload,
      nth: service.tasks.size,
      platformVersion: runsOnFargate(workload) ? resolvedPlatformVersion(workload) : undefined,
      networkConfiguration: workload.networkConfiguration,
      loadBalancers: loadBalancersForTasks(world, deployment.revision),
      group: `service:${service.name}`,
      startedBy: deployment.id,
      overrides: undefined,
      enableExecuteCommand: service.options.enableExecuteCommand,
      tags: tagsForTasks(service, deployment),
      owner: {
        deployment,
        pinnedDigests,
        gracePeriod: () => service.options.healthCheckGracePeriodSeconds * 1000,
      },
      observer,
    });
    service.tasks.add(task);
    startTask(world, task);
    return task;
  });
}

function tagsForTasks(service: ServiceRecord, deployment: DeploymentRecord): Tag[] {
  const { propagateTags, enableECSManagedTags } = service.options;
  const own =
    propagateTags === 'SERVICE'
      ? service.tags
      : propagateTags === 'TASK_DEFINITION'
        ? deployment.revision.workload.taskDefinition.tags
        : [];
  if (!enableECSManagedTags) return [...own];
  return [
    ...own,
    { key: 'aws:ecs:clusterName', value: service.cluster.name },
    { key: 'aws:ecs:serviceName', value: service.name },
  ];
}
