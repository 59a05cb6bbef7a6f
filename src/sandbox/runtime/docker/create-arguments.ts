import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { stopTimeoutOf } from '../../ecs/tasks/stop-timeout.ts';
import type { ContainerNetwork, ContainerPlan } from './container-plan.ts';
import { healthArguments } from './health-arguments.ts';
import { mountArgument } from './mounts.ts';
import { publishArgument } from './ports.ts';

/** `docker create` for a container, without its environment: that never stands in arguments, which every user of the machine can read. */
export function createArguments(plan: ContainerPlan): string[] {
  const { definition } = plan;
  const [entryPoint, ...words] = definition.entryPoint ?? [];
  return [
    'create',
    '--pull=never',
    `--name=${plan.name}`,
    ...Object.entries({ ...definition.dockerLabels, ...plan.labels }).map(
      ([name, value]) => `--label=${name}=${value}`,
    ),
    '--log-driver=json-file',
    `--stop-timeout=${stopTimeoutOf(definition)}`,
    ...networkArguments(plan.network, definition),
    ...limitArguments(plan),
    ...processArguments(definition),
    ...healthArguments(definition.healthCheck),
    ...plan.mounts.map(mountArgument),
    ...(entryPoint === undefined ? [] : [`--entrypoint=${entryPoint}`]),
    plan.image,
    ...words,
    ...(definition.command ?? []),
  ];
}

function networkArguments(network: ContainerNetwork, definition: ContainerDefinition): string[] {
  const { hostname, extraHosts = [], dnsServers = [], dnsSearchDomains = [] } = definition;
  // What shares a network shares its names too: the engine refuses names of its own.
  if (network.kind === 'shared') return [`--network=container:${network.with}`];
  return [
    `--network=${network.kind}`,
    ...(network.kind === 'bridge' ? network.published.map(publishArgument) : []),
    ...(hostname === undefined ? [] : [`--hostname=${hostname}`]),
    ...extraHosts.map(({ hostname: host, ipAddress }) => `--add-host=${host ?? ''}:${ipAddress ?? ''}`),
    ...dnsServers.map((server) => `--dns=${server}`),
    ...dnsSearchDomains.map((domain) => `--dns-search=${domain}`),
  ];
}

function limitArguments({ definition, memory }: ContainerPlan): string[] {
  const { cpu = 0, memoryReservation, ulimits = [] } = definition;
  return [
    // As much swap as memory means none: a container ends at its limit, as on Fargate.
    ...(memory === undefined ? [] : [`--memory=${memory}m`, `--memory-swap=${memory}m`]),
    ...(memoryReservation === undefined ? [] : [`--memory-reservation=${memoryReservation}m`]),
    // The kernel's smallest number of shares is 2, and 1024 are a CPU, as at ECS.
    ...(cpu > 0 ? [`--cpu-shares=${Math.max(2, cpu)}`] : []),
    ...ulimits.map(
      ({ name, softLimit, hardLimit }) => `--ulimit=${name ?? ''}=${softLimit ?? 0}:${hardLimit ?? 0}`,
    ),
  ];
}

function processArguments(definition: ContainerDefinition): string[] {
  const { user, workingDirectory, linuxParameters, systemControls = [] } = definition;
  const { capabilities, tmpfs = [], sharedMemorySize } = linuxParameters ?? {};
  return [
    ...(user === undefined ? [] : [`--user=${user}`]),
    ...(workingDirectory === undefined ? [] : [`--workdir=${workingDirectory}`]),
    ...(definition.readonlyRootFilesystem === true ? ['--read-only'] : []),
    ...(definition.privileged === true ? ['--privileged'] : []),
    ...(definition.interactive === true ? ['--interactive'] : []),
    ...(definition.pseudoTerminal === true ? ['--tty'] : []),
    ...(linuxParameters?.initProcessEnabled === true ? ['--init'] : []),
    ...(capabilities?.add ?? []).map((name) => `--cap-add=${name}`),
    ...(capabilities?.drop ?? []).map((name) => `--cap-drop=${name}`),
    ...(sharedMemorySize === undefined ? [] : [`--shm-size=${sharedMemorySize}m`]),
    ...tmpfs.map(
      ({ containerPath = '', size = 0, mountOptions = [] }) =>
        `--tmpfs=${containerPath}:${[`size=${size}m`, ...mountOptions].join(',')}`,
    ),
    ...systemControls.map(({ namespace, value }) => `--sysctl=${namespace ?? ''}=${value ?? ''}`),
  ];
}
