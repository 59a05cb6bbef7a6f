import type { ContainerDefinition, NetworkBinding, NetworkMode } from '@aws-sdk/client-ecs';

/** A port of a container that is published on an address of the engine's machine. `hostPort` 0: the engine chooses one. */
export interface PublishedPort {
  readonly bindIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: string;
}

export function publishArgument({ bindIp, hostPort, containerPort, protocol }: PublishedPort): string {
  return `--publish=${bindIp}:${hostPort === 0 ? '' : hostPort}:${containerPort}/${protocol}`;
}

/** What a container publishes: in `bridge` mode its ports, in `awsvpc` mode the same where its address cannot be reached. */
export function publishedPorts(
  definitions: readonly ContainerDefinition[],
  networkMode: NetworkMode | undefined,
  bindIp: string,
): PublishedPort[] {
  return definitions.flatMap(({ portMappings = [] }) =>
    portMappings.flatMap(({ containerPort, hostPort = 0, protocol = 'tcp' }) =>
      containerPort === undefined
        ? []
        : [{ bindIp, hostPort: networkMode === 'awsvpc' ? 0 : hostPort, containerPort, protocol }],
    ),
  );
}

/** What the engine says of its published ports: `{"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "49153"}]}`. */
export type PortTable = Readonly<
  Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
>;

/** How the ports of a container are reached on its host, as DescribeTasks shows them. */
export function bindingsFrom(ports: PortTable): NetworkBinding[] {
  return Object.entries(ports).flatMap(([port, hosts]) => {
    const [containerPort = '', protocol = 'tcp'] = port.split('/');
    const [host] = hosts ?? [];
    return host === undefined
      ? []
      : [
          {
            bindIP: host.HostIp,
            containerPort: Number(containerPort),
            hostPort: Number(host.HostPort),
            protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
          },
        ];
  });
}
