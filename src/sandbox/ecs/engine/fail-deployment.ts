import type { World } from '../../world.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import type { ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { delays } from './delays.ts';
import { endServiceDeployment } from './end-service-deployment.ts';
import { textsFor, type FailureCause } from './failure-texts.ts';
import { haltDeployment } from './halt-deployment.ts';
import { forgetRollout } from './rollout-memory.ts';
import { say } from './service-events.ts';

/** Ends the running deployment badly: rolls back to the last COMPLETED one where that is wanted and there is one. */
export function failDeployment(world: World, service: ServiceRecord, cause: FailureCause): void {
  const [failed] = service.deployments;
  const [record] = service.serviceDeployments;
  if (failed === undefined || record === undefined) return;
  // The old revision is being removed: the release has come through.
  if (record.shift?.cleansUp === true && record.shift.direction === 'forward') return;
  haltDeployment(record);
  const wasRollingBack = record.status === 'ROLLBACK_IN_PROGRESS';
  const texts = textsFor(cause);
  markFailed(world, service, failed, texts.rollout);
  mark(record, failed, cause);
  if (wasRollingBack) {
    const reason = cause.kind === 'networking' ? texts.rolledBack : undefined;
    endServiceDeployment(world, service, record, 'ROLLBACK_FAILED', reason);
  } else if (!wantsRollback(service, cause)) {
    stopWithoutRollback(world, service, record, texts.stopped);
  } else {
    const candidate = service.scheduler.rollbackCandidate;
    if (candidate === undefined) {
      const reason = 'No rollback candidate was found to run the rollback.';
      endServiceDeployment(world, service, record, 'ROLLBACK_FAILED', reason);
    } else {
      rollBack(world, service, { record, failed, candidate, cause });
    }
  }
  service.wake();
}

function markFailed(world: World, service: ServiceRecord, failed: DeploymentRecord, reason: string): void {
  forgetRollout(service);
  failed.rolloutState = 'FAILED';
  failed.rolloutStateReason = reason;
  failed.updatedAt = world.timeline.now();
  say(world, service, `(deployment ${failed.id}) deployment failed: ${eventReason(reason)}`);
}

/** The event repeats the reason without its subject: `deployment failed: tasks failed to start.` */
function eventReason(rolloutReason: string): string {
  return rolloutReason.replace(/^ECS deployment( circuit breaker| failed): /, '');
}

function mark(record: ServiceDeploymentRecord, failed: DeploymentRecord, cause: FailureCause): void {
  record.failureCount ??= failed.failedTasks;
  if (cause.kind === 'circuit-breaker' && record.breaker === 'MONITORING') record.breaker = 'TRIGGERED';
  if (cause.kind === 'alarms') {
    record.alarms.status = 'TRIGGERED';
    record.alarms.triggered = cause.names;
  }
}

function wantsRollback(service: ServiceRecord, cause: FailureCause): boolean {
  const [record] = service.serviceDeployments;
  const { deploymentCircuitBreaker, alarms } =
    record?.configuration ?? service.options.deploymentConfiguration;
  switch (cause.kind) {
    case 'circuit-breaker':
      return deploymentCircuitBreaker?.rollback === true;
    case 'alarms':
      return alarms?.rollback === true;
    case 'hooks':
    case 'networking':
    case 'user':
      return true;
    default:
      return cause satisfies never;
  }
}

/** Without a rollback the failed deployment stays PRIMARY, and what ran before goes on running. */
function stopWithoutRollback(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  reason: string,
): void {
  record.status = 'STOP_REQUESTED';
  record.statusReason = reason;
  record.updatedAt = world.timeline.now();
  world.timeline.after(delays.stopRequest, 'failed deployment stopped', () => {
    if (record.status === 'STOP_REQUESTED') endServiceDeployment(world, service, record, 'STOPPED');
  });
}

interface RollbackPlan {
  readonly record: ServiceDeploymentRecord;
  readonly failed: DeploymentRecord;
  readonly candidate: DeploymentRecord;
  readonly cause: FailureCause;
}

/** The last COMPLETED deployment becomes PRIMARY again, under its old id and with its old revision. */
function rollBack(
  world: World,
  service: ServiceRecord,
  { record, failed, candidate, cause }: RollbackPlan,
): void {
  const now = world.timeline.now();
  const texts = textsFor(cause);
  record.status = 'ROLLBACK_IN_PROGRESS';
  record.statusReason = texts.rolledBack;
  record.updatedAt = now;
  record.rollback = {
    reason: texts.rolledBack,
    startedAt: new Date(now),
    serviceRevisionArn: candidate.revision.arn,
  };

  failed.status = 'ACTIVE';
  failed.keep = [...service.tasks].filter(
    (task) => task.owner?.holder === failed && task.desiredStatus === 'RUNNING',
  ).length;
  candidate.status = 'PRIMARY';
  candidate.rolloutState = 'IN_PROGRESS';
  candidate.rolloutStateReason = texts.rollingBackTo(candidate.id);
  candidate.failedTasks = 0;
  candidate.reachedRunning = false;
  candidate.updatedAt = now;
  service.deployments = [candidate, ...service.deployments.filter((deployment) => deployment !== candidate)];
  service.workload = candidate.revision.workload;
  // While a rollback runs there is no COMPLETED deployment (2.8).
  delete service.scheduler.rollbackCandidate;
  say(world, service, `rolling back to deployment ${candidate.id}.`, 1);
  record.shift?.turnBack(candidate);
}
