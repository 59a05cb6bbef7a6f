import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import type { TaskRecord } from '../../src/sandbox/ecs/records/task.ts';
import type { World } from '../../src/sandbox/world.ts';
import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import { container, type Stage } from './stage.ts';

/** What is so at one moment, from the sandbox's own state and from nothing that was said about it. */
export interface Scene {
  /** Milliseconds since the epoch, AWS's clock. */
  readonly at: number;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desired: number;
  readonly primary?: Entry | undefined;
  /** Tasks that are up and are to stay up. */
  readonly running: readonly RunningTask[];
  /** Status of every service deployment, by ARN. */
  readonly deployments: ReadonlyMap<string, string>;
}

interface Entry {
  readonly id: string;
  readonly taskDefinition: string;
  readonly rolloutState: string;
}

interface RunningTask {
  readonly deploymentId: string;
  readonly digest: string;
  /** As ECS judges it: by the container's check, by the load balancer, or by 40 s without either. */
  readonly healthy: boolean;
  /** Fails the container's check or the load balancer's right now. */
  readonly failing: boolean;
}

export function sceneOf({ sandbox, service }: Pick<Stage, 'sandbox' | 'service'>): Scene {
  const [primary] = service.deployments;
  return {
    at: sandbox.timeline.now(),
    status: service.status,
    desired: service.desiredCount,
    primary:
      primary === undefined
        ? undefined
        : {
            id: primary.id,
            taskDefinition: primary.revision.workload.taskDefinition.arn,
            rolloutState: primary.rolloutState,
          },
    running: [...service.tasks]
      .filter((task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING')
      .map((task) => runningTask(sandbox.world, task)),
    deployments: new Map(service.serviceDeployments.map(({ arn, status }) => [arn, status])),
  };
}

function runningTask(world: World, task: TaskRecord): RunningTask {
  const app = task.containers.find(({ name }) => name === container);
  return {
    deploymentId: task.owner?.deployment.id ?? '',
    digest: app?.imageDigest ?? '',
    healthy: task.healthy,
    failing:
      task.failure !== undefined ||
      app?.healthStatus === 'UNHEALTHY' ||
      task.targets.some(
        (target) => world.elbv2.targetHealth(target.targetGroupArn, target).state === 'unhealthy',
      ),
  };
}

/** One change of the service, with who asked for it. */
export interface DeploymentTruth {
  readonly arn: string;
  readonly id: string;
  readonly taskDefinition: string;
  readonly createdAt: number;
  readonly finishedAt?: number | undefined;
  readonly status: string;
  readonly breakerTriggered: boolean;
  readonly alarmsTriggered: boolean;
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

/** What happened in all, oldest first. */
export interface Ledger {
  readonly deployments: readonly DeploymentTruth[];
  readonly calls: readonly LoggedCall[];
  readonly writes: readonly EffectiveCall[];
  /** How many tasks of a deployment have ended by themselves or failed a health check, by its id. */
  readonly failedTasks: ReadonlyMap<string, number>;
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

export function ledgerOf(stage: Stage): Ledger {
  const calls = stage.sandbox.control.calls.recent();
  const writes = calls
    .filter(({ operation, status, error }) => writing.has(operation) && status === 200 && error === undefined)
    .map(({ at, by = '', operation, input }) => ({
      at,
      by,
      operation,
      input: input as Readonly<Record<string, unknown>>,
    }));
  return { deployments: deploymentsOf(stage.service, writes), calls, writes, failedTasks: failuresOf(stage) };
}

/** Who started what: the call of the same moment that asked for the same revision. People call without a log. */
function deploymentsOf(service: ServiceRecord, writes: readonly EffectiveCall[]): DeploymentTruth[] {
  const used = new Set<EffectiveCall>();
  return [...service.serviceDeployments].reverse().map((record, index) => {
    const { deployment, createdAt } = record;
    const taskDefinition = deployment.revision.workload.taskDefinition.arn;
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
      createdAt,
      finishedAt: record.finishedAt,
      status: record.status,
      breakerTriggered: record.breaker === 'TRIGGERED',
      alarmsTriggered: record.alarms.status === 'TRIGGERED',
      startedBy: start?.by ?? (index === 0 ? 'stage' : 'person'),
    };
  });
}

function failuresOf({ service }: Stage): Map<string, number> {
  const failures = new Map<string, number>();
  for (const { stop, owner } of service.cluster.tasks.values()) {
    const id = owner?.deployment.id;
    if (id === undefined || stop === undefined) continue;
    const isUnhealthy = /^Task failed (ELB|container) health checks/.test(stop.reason);
    if (!isUnhealthy && stop.code !== 'TaskFailedToStart' && stop.code !== 'EssentialContainerExited')
      continue;
    failures.set(id, (failures.get(id) ?? 0) + 1);
  }
  return failures;
}
