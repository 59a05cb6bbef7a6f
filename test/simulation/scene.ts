import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import type { TaskRecord } from '../../src/sandbox/ecs/records/task.ts';
import { targetKey } from '../../src/sandbox/ecs/tasks/task-targets.ts';
import { ruleNamed } from '../../src/sandbox/ecs/traffic/find-rule.ts';
import { weightsIn } from '../../src/sandbox/ecs/traffic/forward-weights.ts';
import { managedLoadBalancers } from '../../src/sandbox/ecs/traffic/managed-load-balancers.ts';
import type { World } from '../../src/sandbox/world.ts';
import { deploymentFacts } from './deployments-of.ts';
import { container } from './stage/revisions.ts';

/** How a service stands at one moment, from the sandbox's own state and from nothing that was said about it. */
export interface Scene {
  /** Milliseconds since the epoch, AWS's clock. */
  readonly at: number;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desired: number;
  readonly primary?: Entry | undefined;
  /** Tasks that are up and are to stay up. */
  readonly running: readonly RunningTask[];
  /** Ids of the deployments whose tasks the load balancer sends requests to; none without a load balancer. */
  readonly traffic: readonly string[];
  /** Percent of production requests that its rule gives to each of its target groups, by ARN; empty where ECS moves none. */
  readonly weights: ReadonlyMap<string, number>;
  /** ARNs of deployments that wait for a person. */
  readonly paused: readonly string[];
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
  readonly startedAt: number;
  /** As its task definition names the image. */
  readonly image: string;
  readonly digest: string;
  /** As ECS judges it: by the container's check, by the load balancer, or by 40 s without either. */
  readonly healthy: boolean;
  /** Fails the container's check or the load balancer's right now. */
  readonly failing: boolean;
}

export function sceneOf(world: World, service: ServiceRecord): Scene {
  const deployments = deploymentFacts(world, service);
  const going = new Set(service.taskSets.flatMap(({ id, scale }) => (scale === 0 ? [id] : [])));
  return {
    at: world.timeline.now(),
    status: service.status,
    desired: service.desiredCount,
    primary: primaryOf(service),
    running: [...service.tasks]
      .filter((task) => task.lastStatus === 'RUNNING' && task.desiredStatus === 'RUNNING')
      // CodeDeploy calls it a success when the old tasks are told to go.
      .filter((task) => !going.has(task.owner?.holder.id ?? ''))
      .map((task) => runningTask(world, task)),
    traffic: trafficOf(world, service),
    weights: weightsOf(world, service),
    paused: deployments.flatMap(({ arn, pause }) => (pause === undefined ? [] : arn)),
    deployments: new Map(deployments.map(({ arn, status }) => [arn, status])),
  };
}

function primaryOf({ deployments, taskSets }: ServiceRecord): Entry | undefined {
  const [primary] = deployments;
  if (primary !== undefined) {
    const { id, revision, rolloutState } = primary;
    return { id, taskDefinition: revision.workload.taskDefinition.arn, rolloutState };
  }
  const set = taskSets.find(({ status }) => status === 'PRIMARY');
  if (set === undefined) return undefined;
  return {
    id: set.id,
    taskDefinition: set.revision.workload.taskDefinition.arn,
    rolloutState: set.stability.status,
  };
}

function runningTask(world: World, task: TaskRecord): RunningTask {
  const app = task.containers.find(({ name }) => name === container);
  return {
    deploymentId: task.owner?.holder.id ?? '',
    startedAt: task.startedAt ?? task.createdAt,
    image: app?.image ?? '',
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

/** As a load balancer chooses: who is healthy; nobody being that, everyone who is registered and does not drain. */
function trafficOf(world: World, service: ServiceRecord): string[] {
  const { elbv2, ecs } = world;
  const weights = weightsOf(world, service);
  const groups =
    weights.size === 0
      ? service.workload.loadBalancers.map(({ targetGroupArn = '' }) => targetGroupArn)
      : [...weights].flatMap(([arn, weight]) => (weight > 0 ? [arn] : []));
  const deployments = groups.flatMap((targetGroupArn) => {
    const targets = [...(elbv2.targetGroup(targetGroupArn)?.targets.values() ?? [])];
    const registered = targets.filter(({ health }) => health.state !== 'draining');
    const healthy = registered.filter(({ health }) => health.state === 'healthy');
    return (healthy.length > 0 ? healthy : registered).map(
      ({ id, port }) => ecs.tasksByTarget.get(targetKey(targetGroupArn, id, port))?.owner?.holder.id ?? '',
    );
  });
  return [...new Set(deployments)];
}

function weightsOf(world: World, service: ServiceRecord): Map<string, number> {
  const rules = managedLoadBalancers(service.workload.loadBalancers).map(
    ({ productionListenerRule }) => productionListenerRule,
  );
  const listeners = codeDeployListeners(world, service);
  return new Map(
    [...rules, ...listeners].flatMap((rule) => [...weightsIn(ruleNamed(world, rule)?.actions ?? [])]),
  );
}

/** CodeDeploy changes the default rule of the production listener of the service's group. */
function codeDeployListeners(world: World, { name }: ServiceRecord): string[] {
  const groups = [...world.codedeploy.applications.values()].flatMap((application) => [
    ...application.groups.values(),
  ]);
  const own = groups.filter(({ settings }) => settings.service.serviceName === name);
  return own.flatMap(({ settings }) => settings.pair.prodTrafficRoute?.listenerArns ?? []);
}
