import type { ServiceDeployment, ServiceDeploymentBrief, ServiceRevisionSummary } from '@aws-sdk/client-ecs';
import { thresholdFor } from '../engine/breaker-threshold.ts';
import { isFinished, type ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRevisionRecord } from '../records/service-revision.ts';
import type { ServiceRecord } from '../records/service.ts';
import { countTasks } from '../task-counts.ts';
import { viewDeploymentConfiguration } from './deployment-configuration-view.ts';
import { requestedOf } from './deployment-view.ts';

export function viewServiceDeployment(
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
): ServiceDeployment {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: new Date(record.createdAt),
    updatedAt: new Date(record.updatedAt),
    ...(record.startedAt !== undefined && { startedAt: new Date(record.startedAt) }),
    ...(record.finishedAt !== undefined && { finishedAt: new Date(record.finishedAt) }),
    ...(record.stoppedAt !== undefined && { stoppedAt: new Date(record.stoppedAt) }),
    sourceServiceRevisions: record.sources.map((revision) => summarise(service, revision)),
    targetServiceRevision: summariseTarget(service, record),
    status: record.status,
    ...(record.statusReason !== undefined && { statusReason: record.statusReason }),
    deploymentConfiguration: viewDeploymentConfiguration(record.configuration),
    ...(record.rollback !== undefined && { rollback: { ...record.rollback } }),
    deploymentCircuitBreaker: viewBreaker(service, record),
    alarms: {
      status: record.alarms.status,
      ...(record.alarms.names.length > 0 && {
        alarmNames: [...record.alarms.names],
        triggeredAlarmNames: [...record.alarms.triggered],
      }),
    },
  };
}

export function viewServiceDeploymentBrief(
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    ...(record.startedAt !== undefined && { startedAt: new Date(record.startedAt) }),
    createdAt: new Date(record.createdAt),
    ...(record.finishedAt !== undefined && { finishedAt: new Date(record.finishedAt) }),
    targetServiceRevisionArn: record.deployment.revision.arn,
    status: record.status,
    ...(record.statusReason !== undefined && { statusReason: record.statusReason }),
  };
}

function viewBreaker(
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
): ServiceDeployment['deploymentCircuitBreaker'] {
  if (record.breaker === 'DISABLED') return { status: 'DISABLED' };
  return {
    status: record.breaker,
    failureCount: record.failureCount ?? record.deployment.failedTasks,
    threshold: thresholdFor(
      record.configuration.deploymentCircuitBreaker?.thresholdConfiguration,
      service.desiredCount,
    ),
  };
}

function summariseTarget(service: ServiceRecord, record: ServiceDeploymentRecord): ServiceRevisionSummary {
  const { finalCounts } = record;
  if (!isFinished(record) || finalCounts === undefined) return summarise(service, record.deployment.revision);
  return {
    arn: record.deployment.revision.arn,
    requestedTaskCount: finalCounts.requested,
    runningTaskCount: finalCounts.running,
    pendingTaskCount: finalCounts.pending,
  };
}

function summarise(service: ServiceRecord, revision: ServiceRevisionRecord): ServiceRevisionSummary {
  const deployment = service.deployments.find((candidate) => candidate.revision === revision);
  const counts = countTasks(service.tasks, (task) => task.owner?.deployment.revision === revision);
  return {
    arn: revision.arn,
    requestedTaskCount: deployment === undefined ? 0 : requestedOf(service, deployment),
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
  };
}
