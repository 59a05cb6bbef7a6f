import { createServer } from 'node:net';
import type { DockerCli } from './docker-cli.ts';

/** How this machine reaches a container: at its own address, or at a port that the engine publishes. */
export type Reach =
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'published';
      /** On which address of the engine's machine. */
      readonly bindIp: string;
      /** How that machine is reached from here. */
      readonly host: string;
    };

const publishedHere: Reach = { kind: 'published', bindIp: '127.0.0.1', host: '127.0.0.1' };

/**
 * An engine behind a socket of this machine may still run its containers elsewhere: in a virtual machine, or in a network of its own
 * without root. Where the gateway of its bridge is an address of this machine, so is the bridge.
 */
export async function findReach(cli: DockerCli): Promise<Reach> {
  const [endpoint, network] = await Promise.all([
    ask(cli, ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']),
    ask(cli, ['network', 'inspect', 'bridge', '--format', '{{json .IPAM.Config}}']),
  ]);
  const remote = remoteHost(endpoint);
  if (remote !== undefined) return { kind: 'published', bindIp: '0.0.0.0', host: remote };
  if (!/^(?:unix|npipe):/.test(endpoint)) return publishedHere;
  const gateway = bridgeGateway(network);
  return gateway !== undefined && (await isOurs(gateway)) ? { kind: 'direct' } : publishedHere;
}

/** The machine of an engine that is reached over the network: `tcp://build.example:2376`, `ssh://me@build.example`. */
export function remoteHost(endpoint: string): string | undefined {
  if (!/^(?:tcp|ssh|https?):/.test(endpoint)) return undefined;
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
  const isLoopback = host === undefined || host === 'localhost' || /^127\.|^\[::1\]$/.test(host);
  return isLoopback ? undefined : host;
}

/** The bridge's own address: the one that is named, else the first of its subnet, which the engine takes. */
export function bridgeGateway(json: string): string | undefined {
  let configs: readonly { readonly Subnet?: string; readonly Gateway?: string }[] | null;
  try {
    configs = JSON.parse(json) as typeof configs;
  } catch {
    return undefined;
  }
  const config = configs?.find(({ Subnet = '' }) => /^[\d.]+\/\d+$/.test(Subnet));
  return config?.Gateway ?? config?.Subnet?.replace(/\d+\/\d+$/, '1');
}

/** Only an address of this machine can be listened on. */
function isOurs(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}

async function ask(cli: DockerCli, args: readonly string[]): Promise<string> {
  return (await cli.run(args)).stdout.trim();
}
