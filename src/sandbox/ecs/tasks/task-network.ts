import type { AwsVpcConfiguration, NetworkBinding, PortMapping, TaskDefinition } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import type { TaskInterface } from '../records/task.ts';

/** The network interface of a task in `awsvpc` mode, in the next of its subnets, with the next free address. */
export function attachInterface(world: World, vpc: AwsVpcConfiguration | undefined): TaskInterface {
  const nth = world.ecs.interfaces++;
  const subnets = vpc?.subnets ?? [];
  // The first four and the last address of a subnet are AWS's own; 10.0.x.4 to 10.0.x.253 gives 250 per x.
  const privateIpv4Address = `10.0.${Math.floor(nth / 250) % 256}.${4 + (nth % 250)}`;
  return {
    attachmentId: world.random.uuid(),
    networkInterfaceId: `eni-0${world.random.hex(16)}`,
    subnetId: subnets[nth % Math.max(1, subnets.length)] ?? 'subnet-sandbox',
    privateIpv4Address,
    macAddress: `0a:${world.random.hex(10).replace(/(..)(?=.)/g, '$1:')}`,
  };
}

/** Tasks are spread over three zones in turn. */
export function zoneOfNextTask(world: World): string {
  return world.region + (['a', 'b', 'c'][world.ecs.interfaces % 3] ?? 'a');
}

/** How the ports of a container are reached on its host; empty in `awsvpc` mode, where the task has its own address. */
export function bindPorts(
  world: World,
  networkMode: TaskDefinition['networkMode'],
  mappings: readonly PortMapping[],
): NetworkBinding[] {
  if (networkMode === 'awsvpc' || networkMode === 'none') return [];
  return mappings.map(({ containerPort, hostPort, protocol }) => ({
    bindIP: '0.0.0.0',
    containerPort,
    hostPort:
      networkMode === 'host'
        ? containerPort
        : hostPort !== undefined && hostPort > 0
          ? hostPort
          : nextHostPort(world),
    protocol: protocol ?? 'tcp',
  }));
}

/** Docker hands out the ephemeral range of Linux, 32768 to 60999. */
function nextHostPort(world: World): number {
  return 32_768 + (world.ecs.hostPorts++ % 28_232);
}
