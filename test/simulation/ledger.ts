import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import type { StagedService } from './stage/stage.ts';

/** One change of a service, with who asked for it. */
export interface DeploymentTruth {
  readonly arn: string;
  readonly id: string;
  readonly taskDefinition: string;
  /** As the task definition names it. */
  readonly image: string;
  readonly createdAt: number;
  readonly finishedAt?: number | undefined;
  readonly status: string;
  readonly breakerTriggered: boolean;
  readonly alarmsTriggered: boolean;
  /** A hook, a pause without an answer or the rules of its load balancer made AWS take it back. */
  readonly hookJudged: boolean;
  /** Access key id: a process of ours, `person`, or `stage`. */
  readonly startedBy: string;
}

/** A call that had its effect: it was not refused, though its answer may have been lost. */
export interface EffectiveCall {
  readonly at: number;
  readonly by: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What happened to one service in all, oldest first. */
export interface Ledger {
  readonly deployments: readonly DeploymentTruth[];
  /** Every request of ours to AWS, also those that are about other services. */
  readonly calls: readonly LoggedCall[];
  /** Changes of this service, and of the task definitions of its family. */
  readonly writes: readonly EffectiveCall[];
  /** When tasks of a deployment have ended by themselves or failed a health check, by its id. */
  readonly failedTasks: ReadonlyMap<string, readonly number[]>;
}

const writing = new Set([
  'UpdateService',
  'RegisterTaskDefinition',
  'StopServiceDeployment',
  'TagResource',
  'CreateService',
  'DeleteService',
  'StopTask',
]);

export function ledgerOf(calls: readonly LoggedCall[], { record }: StagedService): Ledger {
  const writes = calls
    .filter(({ operation, status, error }) => writing.has(operation) && status === 200 && error === undefined)
    .map(({ at, by = '', operation, input }) => ({
      at,
      by,
      operation,
      input: input as Readonly<Record<string, unknown>>,
    }))
    .filter((call) => isAbout(call, record.name));
  return { deployments: deploymentsOf(record, writes), calls, writes, failedTasks: failuresOf(record) };
}

/** Families are named like their services; ARNs carry the names. */
function isAbout({ input }: EffectiveCall, service: string): boolean {
  const { service: named, family, serviceDeploymentArn, resourceArn } = input;
  if (named !== undefined || family !== undefined) return (named ?? family) === service;
  const arn = typeof serviceDeploymentArn === 'string' ? serviceDeploymentArn : String(resourceArn);
  return arn.includes(`/${service}/`) || arn.includes(`/${service}:`);
}

/** Who started what: the call of the same moment that asked for the same revision. People call without a log. */
function deploymentsOf(service: ServiceRecord, writes: readonly EffectiveCall[]): DeploymentTruth[] {
  const used = new Set<EffectiveCall>();
  return [...service.serviceDeployments].reverse().map((record, index) => {
    const { deployment, createdAt } = record;
    const { arn: taskDefinition, containers } = definitionOf(record);
    const start = writes.find(
      (call) =>
        call.operation === 'UpdateService' &&
        call.at === createdAt &&
        !used.has(call) &&
        call.input['taskDefinition'] === taskDefinition,
    );
    if (start !== undefined) used.add(start);
    return {
      arn: record.arn,
      id: deployment.id,
      taskDefinition,
      image: containers[0]?.image ?? '',
      createdAt,
      finishedAt: record.finishedAt,
      status: record.status,
      breakerTriggered: record.breaker === 'TRIGGERED',
      alarmsTriggered: record.alarms.status === 'TRIGGERED',
      hookJudged: /lifecycle hook|pause hook timed out|networking configuration/.test(
        record.statusReason ?? record.rollback?.reason ?? '',
      ),
      startedBy: start?.by ?? (index === 0 ? 'stage' : 'person'),
    };
  });
}

function definitionOf({ deployment }: ServiceRecord['serviceDeployments'][number]): {
  arn: string;
  containers: readonly { readonly image?: string | undefined }[];
} {
  const { arn, definition } = deployment.revision.workload.taskDefinition;
  return { arn, containers: definition.containerDefinitions ?? [] };
}

function failuresOf({ cluster, name }: ServiceRecord): Map<string, number[]> {
  const failures = new Map<string, number[]>();
  for (const { stop, owner, group, stoppingAt, executionStoppedAt, stoppedAt } of cluster.tasks.values()) {
    const id = owner?.holder.id;
    if (id === undefined || stop === undefined || group !== `service:${name}`) continue;
    const isUnhealthy = /^Task failed (ELB|container) health checks/.test(stop.reason);
    if (!isUnhealthy && stop.code !== 'TaskFailedToStart' && stop.code !== 'EssentialContainerExited')
      continue;
    const moments = [stoppingAt, executionStoppedAt, stoppedAt].flatMap((at) => at ?? []);
    failures.set(id, [...(failures.get(id) ?? []), Math.min(...moments)]);
  }
  return failures;
}
