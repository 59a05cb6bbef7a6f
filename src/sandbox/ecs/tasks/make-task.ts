import type { LaunchType, LoadBalancer, ServiceRevision, Tag, TaskOverride } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import { ecsArn } from '../arns.ts';
import { runsOnFargate, providerForTask, type Placement } from '../placement.ts';
import type { ClusterRecord } from '../records/cluster.ts';
import type { TaskDefinitionRecord } from '../records/task-definition.ts';
import type {
  ContainerRecord,
  TaskInterface,
  TaskObserver,
  TaskOwner,
  TaskRecord,
  TaskTarget,
} from '../records/task.ts';
import { attachInterface, bindPorts, zoneOfNextTask } from './task-network.ts';

export interface TaskRequest {
  readonly cluster: ClusterRecord;
  readonly taskDefinition: TaskDefinitionRecord;
  readonly placement: Placement;
  /** Which of the tasks started together or for one service, for the capacity provider strategy. */
  readonly nth: number;
  readonly platformVersion: string | undefined;
  readonly networkConfiguration: ServiceRevision['networkConfiguration'];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly group: string;
  readonly startedBy: string | undefined;
  readonly overrides: TaskOverride | undefined;
  readonly enableExecuteCommand: boolean;
  readonly tags: readonly Tag[];
  readonly owner: TaskOwner | undefined;
  readonly observer: TaskObserver;
}

/** A task that is about to begin its life, known to its cluster. */
export function makeTask(world: World, request: TaskRequest): TaskRecord {
  const { cluster, taskDefinition, placement } = request;
  const { definition } = taskDefinition;
  const id = world.random.hex(32);
  const onFargate = runsOnFargate(placement);
  const availabilityZone = zoneOfNextTask(world);
  const networkInterface =
    definition.networkMode === 'awsvpc'
      ? attachInterface(world, request.networkConfiguration?.awsvpcConfiguration)
      : undefined;
  if (networkInterface === undefined) world.ecs.interfaces++;
  const containers = makeContainers(world, cluster, taskDefinition, id);
  const task: TaskRecord = {
    id,
    arn: ecsArn(world, `task/${cluster.name}/${id}`),
    cluster,
    taskDefinition,
    owner: request.owner,
    observer: request.observer,
    containers,
    group: request.group,
    startedBy: request.startedBy,
    launchType: launchTypeOf(placement, onFargate),
    capacityProviderName: providerForTask(placement.capacityProviderStrategy, request.nth),
    onFargate,
    platformVersion: onFargate ? request.platformVersion : undefined,
    availabilityZone,
    overrides: request.overrides,
    enableExecuteCommand: request.enableExecuteCommand,
    runtime: world.runtimes.choose(
      world,
      containers.map(({ image }) => image),
    ),
    networkInterface,
    targets: targetsOf(world, request.loadBalancers, { cluster, containers, networkInterface }),
    createdAt: world.timeline.now(),
    tags: request.tags,
    lastStatus: networkInterface === undefined ? 'PENDING' : 'PROVISIONING',
    desiredStatus: 'RUNNING',
    version: 1,
    healthy: false,
    plans: [],
  };
  cluster.tasks.set(id, task);
  return task;
}

function launchTypeOf(placement: Placement, onFargate: boolean): LaunchType | undefined {
  if (placement.capacityProviderStrategy.length > 0) return onFargate ? 'FARGATE' : 'EC2';
  return placement.launchType;
}

function makeContainers(
  world: World,
  cluster: ClusterRecord,
  { definition }: TaskDefinitionRecord,
  taskId: string,
): ContainerRecord[] {
  return (definition.containerDefinitions ?? []).map((container) => ({
    arn: ecsArn(world, `container/${cluster.name}/${taskId}/${world.random.uuid()}`),
    name: container.name ?? '',
    image: container.image ?? '',
    essential: container.essential ?? true,
    cpu: container.cpu ?? 0,
    memory: container.memory,
    memoryReservation: container.memoryReservation,
    networkBindings: bindPorts(world, definition.networkMode, container.portMappings ?? []),
    hasHealthCheck: container.healthCheck !== undefined,
    lastStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
  }));
}

interface Host {
  readonly cluster: ClusterRecord;
  readonly containers: readonly ContainerRecord[];
  readonly networkInterface: TaskInterface | undefined;
}

/** What to register: the task's own address, or the instance with the port that was bound there. */
function targetsOf(world: World, loadBalancers: readonly LoadBalancer[], host: Host): TaskTarget[] {
  return loadBalancers.flatMap(({ targetGroupArn, containerName = '', containerPort = 0 }) => {
    if (targetGroupArn === undefined || world.elbv2.targetGroup(targetGroupArn) === undefined) return [];
    const bound = host.containers
      .find((container) => container.name === containerName)
      ?.networkBindings.find((binding) => binding.containerPort === containerPort);
    const address =
      host.networkInterface === undefined
        ? { id: host.cluster.instance.instanceId, port: bound?.hostPort ?? containerPort }
        : { id: host.networkInterface.privateIpv4Address, port: containerPort };
    return [{ targetGroupArn, containerName, containerPort, ...address, registered: false }];
  });
}
