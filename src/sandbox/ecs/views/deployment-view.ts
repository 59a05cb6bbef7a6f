import type { Deployment } from '@aws-sdk/client-ecs';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { TaskHolder } from '../records/task.ts';
import { countTasks, type TaskCounts } from '../task-counts.ts';
import { placementOf } from './placement-view.ts';

export function viewDeployment(service: ServiceRecord, deployment: DeploymentRecord): Deployment {
  const { workload } = deployment.revision;
  const counts = countsOf(service, deployment);
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: workload.taskDefinition.arn,
    desiredCount: requestedOf(service, deployment),
    pendingCount: counts.pending,
    runningCount: counts.running,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    ...placementOf(workload),
    ...(workload.networkConfiguration !== undefined && {
      networkConfiguration: workload.networkConfiguration,
    }),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
    ...(workload.serviceConnectConfiguration !== undefined && {
      serviceConnectConfiguration: workload.serviceConnectConfiguration,
    }),
    ...(workload.volumeConfigurations !== undefined && {
      volumeConfigurations: workload.volumeConfigurations,
    }),
    ...(workload.vpcLatticeConfigurations !== undefined && {
      vpcLatticeConfigurations: workload.vpcLatticeConfigurations,
    }),
  };
}

export function countsOf(service: ServiceRecord, deployment: TaskHolder): TaskCounts {
  return countTasks(service.tasks, (task) => task.owner?.holder === deployment);
}

/** PRIMARY follows the service's desired count; an older deployment is asked for what it still holds. */
export function requestedOf(service: ServiceRecord, deployment: DeploymentRecord): number {
  return deployment.status === 'PRIMARY' ? service.desiredCount : deployment.keep;
}
