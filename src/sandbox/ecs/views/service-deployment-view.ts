import type {
  DeploymentLifecycleHookDetail,
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceDeploymentLifecycleStage,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { thresholdFor } from '../engine/breaker-threshold.ts';
import { weightsOf } from '../engine/shifting/traffic-weights.ts';
import { hasEnded } from '../engine/hooks/stage-hooks.ts';
import type { HookRun } from '../records/lifecycle-hook.ts';
import { isFinished, type FinalCounts, type ServiceDeploymentRecord } from '../records/service-deployment.ts';
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
    sourceServiceRevisions: record.sources.map((revision) => ({
      ...(frozenSource(record, revision) ?? summarise(service, revision)),
      ...weightsIn(record, revision),
    })),
    targetServiceRevision: {
      ...summariseTarget(service, record),
      ...weightsIn(record, record.deployment.revision),
    },
    status: record.status,
    ...(record.statusReason !== undefined && { statusReason: record.statusReason }),
    ...viewProgress(record),
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

/** Where a deployment that shifts traffic is, and the hooks of its stage that run or ran; ROLLING has no stages, but can have hooks. */
function viewProgress({
  shift,
  hooks,
}: ServiceDeploymentRecord): Pick<ServiceDeployment, 'lifecycleStage' | 'lifecycleHookDetails'> {
  const stage = shift?.steps[Math.min(shift.position, shift.steps.length - 1)]?.stage;
  const runs = (hooks?.runs ?? []).filter((run) => hooks?.state !== 'withdrawn' || hasEnded(run));
  return {
    // The SDK's type lacks PRE_PRODUCTION_TRAFFIC_SHIFT, which AWS documents as a value.
    ...(stage !== undefined && { lifecycleStage: stage as ServiceDeploymentLifecycleStage }),
    ...(runs.length > 0 && { lifecycleHookDetails: runs.map(viewHook) }),
  };
}

function viewHook({
  hookId,
  hook,
  status,
  expiresAt,
  timeoutAction,
}: HookRun): DeploymentLifecycleHookDetail {
  return {
    hookId,
    targetType: hook.targetType ?? 'AWS_LAMBDA',
    ...(hook.hookTargetArn !== undefined && { targetArn: hook.hookTargetArn }),
    status,
    expiresAt: new Date(expiresAt),
    timeoutAction,
  };
}

function weightsIn(
  { shift }: ServiceDeploymentRecord,
  revision: ServiceRevisionRecord,
): Pick<ServiceRevisionSummary, 'requestedTestTrafficWeight' | 'requestedProductionTrafficWeight'> {
  if (shift === undefined) return {};
  const { test, production } = weightsOf(shift.weights, revision);
  return { requestedTestTrafficWeight: test, requestedProductionTrafficWeight: production };
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
  return frozen(record.deployment.revision, finalCounts);
}

function frozenSource(
  { finalSources }: ServiceDeploymentRecord,
  revision: ServiceRevisionRecord,
): ServiceRevisionSummary | undefined {
  const counts = finalSources?.get(revision.arn);
  return counts === undefined ? undefined : frozen(revision, counts);
}

function frozen({ arn }: ServiceRevisionRecord, counts: FinalCounts): ServiceRevisionSummary {
  return {
    arn,
    requestedTaskCount: counts.requested,
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
  };
}

function summarise(service: ServiceRecord, revision: ServiceRevisionRecord): ServiceRevisionSummary {
  const deployment = service.deployments.find((candidate) => candidate.revision === revision);
  const counts = countTasks(service.tasks, (task) => task.owner?.holder.revision === revision);
  return {
    arn: revision.arn,
    requestedTaskCount: deployment === undefined ? 0 : requestedOf(service, deployment),
    runningTaskCount: counts.running,
    pendingTaskCount: counts.pending,
  };
}
