import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import type { World } from '../../src/sandbox/world.ts';
import { deploymentFacts, type DeploymentFact } from './deployments-of.ts';
import type { StagedService } from './stage/stage.ts';

/** One change of a service, with who asked for it. */
export interface DeploymentTruth extends DeploymentFact {
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
  /** When tasks of a deployment have ended by themselves or failed a health check, by its holder. */
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
  'CreateDeployment',
  'StopDeployment',
  'ContinueDeployment',
]);

export function ledgerOf(calls: readonly LoggedCall[], world: World, { record }: StagedService): Ledger {
  const facts = deploymentFacts(world, record);
  const writes = calls
    .filter(({ operation, status, error }) => writing.has(operation) && status === 200 && error === undefined)
    .map(({ at, by = '', operation, input }) => ({
      at,
      by,
      operation,
      input: input as Readonly<Record<string, unknown>>,
    }))
    .filter((call) => isAbout(call, record.name, facts));
  return { deployments: deploymentsOf(facts, writes), calls, writes, failedTasks: failuresOf(record) };
}

/** Families are named like their services; ARNs carry the names, and so do CodeDeploy's applications. */
function isAbout({ input }: EffectiveCall, service: string, facts: readonly DeploymentFact[]): boolean {
  const { service: named, family, serviceDeploymentArn, resourceArn, applicationName, deploymentId } = input;
  if (named !== undefined || family !== undefined) return (named ?? family) === service;
  if (typeof applicationName === 'string') return applicationName.endsWith(`-${service}`);
  if (deploymentId !== undefined) return facts.some(({ id }) => id === deploymentId);
  const arn = typeof serviceDeploymentArn === 'string' ? serviceDeploymentArn : String(resourceArn);
  return arn.includes(`/${service}/`) || arn.includes(`/${service}:`);
}

/** Who started what: the call of the same moment that asked for the same revision. People call without a log. */
function deploymentsOf(
  facts: readonly DeploymentFact[],
  writes: readonly EffectiveCall[],
): DeploymentTruth[] {
  const used = new Set<EffectiveCall>();
  return facts.map((fact, index) => {
    const start = writes.find(
      (call) => call.at === fact.createdAt && !used.has(call) && asksFor(call, fact.taskDefinition),
    );
    if (start !== undefined) used.add(start);
    // What CodeDeploy serves with in the beginning no deployment has brought in.
    const isStage = index === 0 && fact.id.startsWith('ecs-svc/');
    return { ...fact, startedBy: start?.by ?? (isStage ? 'stage' : 'person') };
  });
}

/** Whether a call, taken by AWS, starts a deployment of this revision. */
export function asksFor({ operation, input }: EffectiveCall, taskDefinition: string): boolean {
  if (operation === 'UpdateService') return input['taskDefinition'] === taskDefinition;
  return operation === 'CreateDeployment' && JSON.stringify(input).includes(`${taskDefinition}\\"`);
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
