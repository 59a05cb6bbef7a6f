import type { DockerCli } from './docker-cli.ts';
import type { PortTable } from './ports.ts';

/** A container as the engine sees it. */
export interface ContainerState {
  readonly phase: 'created' | 'running' | 'exited';
  readonly exitCode: number;
  readonly isOutOfMemory: boolean;
  /** What the engine says went wrong; empty where nothing did. */
  readonly error: string;
  readonly health: 'healthy' | 'unhealthy' | undefined;
  /** Its own address; undefined while it does not run, and where it has no network of its own. */
  readonly address: string | undefined;
  readonly macAddress: string | undefined;
  readonly ports: PortTable;
}

/** By id, `gone` for containers that the engine does not know. An id is missing where the engine did not answer. */
export type ContainerStates = ReadonlyMap<string, ContainerState | 'gone'>;

export async function inspectContainers(cli: DockerCli, ids: readonly string[]): Promise<ContainerStates> {
  const { stdout, stderr } = await cli.run(['container', 'inspect', ...ids]);
  const states = new Map<string, ContainerState | 'gone'>();
  for (const seen of parse(stdout)) states.set(seen.Id, stateOf(seen));
  for (const id of ids) {
    if (!states.has(id) && stderr.includes(`No such container: ${id}`)) states.set(id, 'gone');
  }
  return states;
}

/** The members of `docker container inspect` that matter here. */
interface Inspected {
  readonly Id: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Error: string;
    readonly Health?: { readonly Status: string };
  };
  readonly NetworkSettings: {
    readonly Ports: PortTable | null;
    readonly Networks: Readonly<
      Record<string, { readonly IPAddress: string; readonly MacAddress: string }>
    > | null;
  };
}

function parse(stdout: string): readonly Inspected[] {
  try {
    return JSON.parse(stdout) as readonly Inspected[];
  } catch {
    return [];
  }
}

function stateOf({ State, NetworkSettings }: Inspected): ContainerState {
  const [network] = Object.values(NetworkSettings.Networks ?? {});
  const health = State.Health?.Status;
  return {
    phase: phaseOf(State.Status),
    exitCode: State.ExitCode,
    isOutOfMemory: State.OOMKilled,
    error: State.Error,
    health: health === 'healthy' || health === 'unhealthy' ? health : undefined,
    address: network?.IPAddress === '' ? undefined : network?.IPAddress,
    macAddress: network?.MacAddress === '' ? undefined : network?.MacAddress,
    ports: NetworkSettings.Ports ?? {},
  };
}

function phaseOf(status: string): ContainerState['phase'] {
  switch (status) {
    case 'created':
      return 'created';
    case 'exited':
    case 'dead':
    case 'removing':
      return 'exited';
    default:
      return 'running';
  }
}
