import type { NetworkMode } from '@aws-sdk/client-ecs';
import type { TargetEndpoint } from '../../elbv2/target.ts';
import type { ContainerRecord, TaskRecord } from '../../ecs/records/task.ts';
import type { ContainerState } from './container-state.ts';
import { bindingsFrom } from './ports.ts';
import type { Reach } from './reach.ts';

interface Circumstances {
  readonly reach: Reach;
  readonly networkMode: NetworkMode | undefined;
  /** The container whose network is the task's. */
  readonly isOwner: boolean;
}

/** Writes down where a container that has started is reached: for DescribeTasks, and for the load balancers. */
export function placeContainer(
  task: TaskRecord,
  { record }: { readonly record: ContainerRecord },
  state: ContainerState,
  { reach, networkMode, isOwner }: Circumstances,
): void {
  const host = reach.kind === 'published' ? reach.host : '127.0.0.1';
  if (networkMode === 'awsvpc') {
    if (isOwner) placeTask(task, state, reach);
    return;
  }
  if (networkMode !== 'host' && networkMode !== 'none') record.networkBindings = bindingsFrom(state.ports);
  for (const target of task.targets) {
    if (target.containerName !== record.name) continue;
    const port = hostPortOf(record, target.containerPort);
    if (port !== undefined) Object.assign(target, { port, endpoint: { host, port } });
  }
}

/** The address of its bridge becomes that of the task. Where it cannot be reached the task keeps a made-up one, to be known by. */
function placeTask(task: TaskRecord, state: ContainerState, reach: Reach): void {
  const { address, macAddress } = state;
  if (reach.kind === 'direct' && address !== undefined && task.networkInterface !== undefined) {
    task.networkInterface = {
      ...task.networkInterface,
      privateIpv4Address: address,
      ...(macAddress !== undefined && { macAddress }),
    };
  }
  for (const target of task.targets) {
    const endpoint = endpointOf(target.containerPort, state, reach);
    if (endpoint === undefined) continue;
    target.endpoint = endpoint;
    if (reach.kind === 'direct') target.id = endpoint.host;
  }
}

function endpointOf(
  containerPort: number,
  { address, ports }: ContainerState,
  reach: Reach,
): TargetEndpoint | undefined {
  if (reach.kind === 'direct') {
    return address === undefined ? undefined : { host: address, port: containerPort };
  }
  const port = bindingsFrom(ports).find((binding) => binding.containerPort === containerPort)?.hostPort;
  return port === undefined ? undefined : { host: reach.host, port };
}

function hostPortOf({ networkBindings }: ContainerRecord, containerPort: number): number | undefined {
  return networkBindings.find((binding) => binding.containerPort === containerPort)?.hostPort;
}
