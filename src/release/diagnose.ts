import type { ServiceState } from '../aws/service-state.ts';
import { requireService } from '../aws/services.ts';
import { findTaskDefinition } from '../aws/task-definitions.ts';
import { describeTasks, listTasks } from '../aws/tasks.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import { failedHooks } from '../diagnosis/failed-hooks.ts';
import { investigate, missingOf } from '../diagnosis/investigate.ts';
import { isScaledIn } from '../diagnosis/start-failure.ts';
import type { Snapshot, StoppedTask } from '../model/deployment.ts';
import type { HookEvidence, MissingEvidence } from '../model/diagnosis.ts';
import { standingOf, type DiagnosedDeployment, type DiagnosisReport } from '../model/diagnosis-report.ts';
import { minutes } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import { maskText } from '../model/mask-text.ts';
import { revisionName, type ServiceRef } from '../model/service-ref.ts';
import { changesSince } from './changes-since.ts';
import { checkAccount } from './check-account.ts';
import { findLastGood } from './last-good.ts';
import type { ReleaseContext } from './release-context.ts';
import type { NamedGroup } from './requests.ts';
import { lastSteadyAt } from './steady-state.ts';
import { targetGroupsOf } from './target-groups.ts';
import { whileReading } from './while-reading.ts';

export interface DiagnoseRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
}

// AWS shows stopped tasks for about an hour; events of the same time belong to what they tell.
const recently = minutes(60);

/**
 * Why a service, or the newest deployment to it, is not well. Reads only, and never throws for what it cannot read but the service itself.
 * @throws ServiceNotFound, and what a call throws without credentials or permission
 */
export async function diagnoseService(
  context: ReleaseContext,
  request: DiagnoseRequest,
): Promise<DiagnosisReport> {
  return await whileReading(context, (reading) => diagnosed(reading, request));
}

async function diagnosed(context: ReleaseContext, request: DiagnoseRequest): Promise<DiagnosisReport> {
  const { aws, clock } = context;
  const [service] = await Promise.all([
    requireService(aws, request.service),
    checkAccount(context, request.account),
  ]);
  const reads = new Reads(context);
  const seen = await reads.optional('deployments', () => newestOf(context, service, request.codeDeploy));
  const deployment = seen && describedBy(seen);
  const isStanding = deployment === undefined || deployment.standing === 'succeeded';
  const taskDefinition = (isStanding ? '' : deployment.taskDefinition) || service.taskDefinition;

  const [registered, stoppedTasks, functions, lastGood] = await Promise.all([
    reads.optional('task definition', () => findTaskDefinition(aws, taskDefinition)),
    reads.optional('stopped tasks', () => stoppedTasksOf(context, service, seen)),
    reads.optional('lifecycle events', () => functionsOf(context, seen)),
    reads.optional('earlier deployments', () =>
      findLastGood(context, service, taskDefinition, seen?.deployment.codeDeploy),
    ),
  ]);
  const definition = registered?.definition;
  const changes =
    definition === undefined || lastGood === undefined
      ? undefined
      : await reads.optional('task definition of the last good release', () =>
          changesSince(context, lastGood.taskDefinition, definition),
        );
  const now = clock.now();
  const since = isStanding ? Math.max(now - recently, lastSteadyAt(service) ?? 0) : deployment.createdAt;
  const statusReason =
    deployment?.standing === 'failed' || deployment?.standing === 'going-back'
      ? reasonOf(deployment)
      : seen?.statusReason;
  const diagnosis = await investigate(aws, {
    service: service.ref,
    // What a service has survived since is no news.
    stoppedTasks: (stoppedTasks ?? []).filter(({ stoppedAt = now }) => !isStanding || stoppedAt >= since),
    events: service.events.filter(({ at }) => at >= since),
    statusReason: isStanding ? undefined : statusReason,
    circuitBreaker: seen && { ...seen.circuitBreaker, failures: seen.failedTasks },
    hooks: [...(functions ?? []), ...(isStanding ? [] : failedHooks(seen?.hooks ?? [], statusReason))],
    gates: [],
    changes,
    definition,
    revision: revisionName(taskDefinition),
    standing:
      deployment?.standing === 'in-progress' || deployment?.standing === 'going-back'
        ? undefined
        : {
            running: service.runningCount,
            pending: service.pendingCount,
            desired: service.desiredCount,
          },
    targetGroupArns: targetGroupsOf(service),
    triggeredAlarms: isStanding ? [] : (seen?.alarms.triggered ?? []),
    watchedAlarms: seen?.alarms.names,
    missing: reads.missing,
    // All of it stands in the report.
    onMissing: () => undefined,
  });
  const [, , , region = '', account = ''] = service.arn.split(':');
  return {
    service: service.ref,
    at: now,
    account,
    region,
    status: service.status,
    controller: service.controller,
    strategy: service.strategy,
    desired: service.desiredCount,
    running: service.runningCount,
    pending: service.pendingCount,
    taskDefinition: service.taskDefinition,
    deployment,
    lastGood,
    diagnosis,
  };
}

async function newestOf(
  { aws }: ReleaseContext,
  service: ServiceState,
  named: NamedGroup | undefined,
): Promise<Snapshot | undefined> {
  const controller = chooseController(aws, service, named);
  const deployment = await controller.latest(service.ref);
  return deployment && (await controller.observe(deployment));
}

function describedBy({ deployment, ...snapshot }: Snapshot): DiagnosedDeployment {
  const { status, statusReason, finishedAt } = snapshot;
  return {
    id: deployment.serviceDeploymentArn ?? deployment.deploymentId,
    taskDefinition: deployment.taskDefinition,
    status,
    statusReason: statusReason === undefined ? undefined : maskText(statusReason),
    createdAt: deployment.createdAt,
    finishedAt,
    standing: standingOf(status),
  };
}

/** AWS does not always say why: then how it ended is all that is known. */
function reasonOf({ status, statusReason, standing }: DiagnosedDeployment): string {
  if (standing === 'going-back')
    return statusReason ?? `AWS takes the newest deployment back (${status}), and gives no reason`;
  return statusReason ?? `The newest deployment ended as ${status}, and AWS gives no reason`;
}

/**
 * Those that AWS still shows, not those that only had to make room: of the newest deployment, and of what serves where that has come
 * well out of it. After a rollback another revision serves, whose tasks say nothing about the one that failed.
 */
async function stoppedTasksOf(
  { aws }: ReleaseContext,
  service: ServiceState,
  seen: Snapshot | undefined,
): Promise<StoppedTask[]> {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY')?.id;
  const isStanding = seen === undefined || standingOf(seen.status) === 'succeeded';
  const owners = new Set([
    seen?.deployment.deploymentId,
    seen?.deployment.taskSet,
    ...(isStanding ? [primary] : []),
  ]);
  const arns = await listTasks(aws, service.ref, 'STOPPED');
  const tasks = await describeTasks(aws, service.ref.cluster, arns);
  return tasks
    .filter(({ startedBy, stopped }) => owners.has(startedBy) && !isScaledIn(stopped))
    .map(({ stopped }) => stopped)
    .sort((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0));
}

async function functionsOf(context: ReleaseContext, seen: Snapshot | undefined): Promise<HookEvidence[]> {
  if (seen?.deployment.codeDeploy === undefined || standingOf(seen.status) === 'succeeded') return [];
  const { failedFunctions } = await import('./codedeploy/failed-functions.ts');
  return await failedFunctions(context, seen.deployment);
}

/** Reads that may fail: what is missing is part of the answer. */
class Reads {
  readonly missing: MissingEvidence[] = [];
  readonly #interrupt: AbortSignal;

  constructor({ interrupt }: ReleaseContext) {
    this.#interrupt = interrupt;
  }

  async optional<Value>(what: string, read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      this.#interrupt.throwIfAborted();
      if (!(error instanceof EcsdeployError)) throw error;
      this.missing.push(missingOf(what, error));
      return undefined;
    }
  }
}
