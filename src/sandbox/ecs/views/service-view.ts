import type { Service } from '@aws-sdk/client-ecs';
import { runsOnFargate } from '../placement.ts';
import type { ServiceRecord } from '../records/service.ts';
import { countTasks } from '../task-counts.ts';
import { countsOf, requestedOf, viewDeployment } from './deployment-view.ts';
import { viewDeploymentConfiguration } from './deployment-configuration-view.ts';
import { platformFamily, strategyOf } from './placement-view.ts';
import { viewTaskSet } from './task-set-view.ts';

export function viewService(service: ServiceRecord, include: readonly string[] = []): Service {
  const { workload, options } = service;
  const counts = countTasks(service.tasks, () => true);
  const current = service.serviceDeployments[0];
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    loadBalancers: [...workload.loadBalancers],
    serviceRegistries: [...workload.serviceRegistries],
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: counts.running,
    pendingCount: counts.pending,
    ...strategyOf(workload),
    ...(runsOnFargate(workload) && {
      platformVersion: workload.platformVersion ?? 'LATEST',
      platformFamily: platformFamily(workload),
    }),
    taskDefinition: workload.taskDefinition.arn,
    deploymentConfiguration: viewDeploymentConfiguration(options.deploymentConfiguration),
    ...(service.controller === 'CODE_DEPLOY' && {
      taskSets: service.taskSets.map((taskSet) => viewTaskSet(service, taskSet)),
    }),
    deployments: service.deployments.map((deployment) => viewDeployment(service, deployment)),
    ...(service.roleArn !== undefined && { roleArn: service.roleArn }),
    events: service.events.map((event) => ({ ...event })),
    createdAt: new Date(service.createdAt),
    ...(current !== undefined && { currentServiceDeployment: current.arn }),
    currentServiceRevisions: service.deployments.map((deployment) => {
      const { running, pending } = countsOf(service, deployment);
      return {
        arn: deployment.revision.arn,
        requestedTaskCount: requestedOf(service, deployment),
        runningTaskCount: running,
        pendingTaskCount: pending,
      };
    }),
    placementConstraints: [...options.placementConstraints],
    placementStrategy: [...options.placementStrategy],
    ...(workload.networkConfiguration !== undefined && {
      networkConfiguration: workload.networkConfiguration,
    }),
    healthCheckGracePeriodSeconds: options.healthCheckGracePeriodSeconds,
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: service.controller },
    ...(include.includes('TAGS') && { tags: [...service.tags] }),
    createdBy: service.createdBy,
    enableECSManagedTags: options.enableECSManagedTags,
    propagateTags: options.propagateTags,
    enableExecuteCommand: options.enableExecuteCommand,
    availabilityZoneRebalancing: options.availabilityZoneRebalancing,
  };
}
