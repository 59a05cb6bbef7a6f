import type { TaskSet } from '@aws-sdk/client-ecs';
import type { ServiceRecord } from '../records/service.ts';
import { computedDesiredCount, type TaskSetRecord } from '../records/task-set.ts';
import { countsOf } from './deployment-view.ts';
import { placementOf } from './placement-view.ts';

export function viewTaskSet(service: ServiceRecord, taskSet: TaskSetRecord): TaskSet {
  const { workload } = taskSet.revision;
  const counts = countsOf(service, taskSet);
  return {
    id: taskSet.id,
    taskSetArn: taskSet.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    ...(taskSet.startedBy !== undefined && { startedBy: taskSet.startedBy }),
    ...(taskSet.externalId !== undefined && { externalId: taskSet.externalId }),
    status: taskSet.status,
    taskDefinition: workload.taskDefinition.arn,
    computedDesiredCount: computedDesiredCount(service.desiredCount, taskSet.scale),
    pendingCount: counts.pending,
    runningCount: counts.running,
    createdAt: new Date(taskSet.createdAt),
    updatedAt: new Date(taskSet.updatedAt),
    ...placementOf(workload),
    ...(workload.networkConfiguration !== undefined && {
      networkConfiguration: workload.networkConfiguration,
    }),
    loadBalancers: [...workload.loadBalancers],
    serviceRegistries: [...workload.serviceRegistries],
    scale: { value: taskSet.scale, unit: 'PERCENT' },
    stabilityStatus: taskSet.stability.status,
    stabilityStatusAt: new Date(taskSet.stability.at),
    tags: [],
  };
}
