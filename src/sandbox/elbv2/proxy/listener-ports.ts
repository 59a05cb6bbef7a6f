import type { AddressInfo, Server, Socket } from 'node:net';
import type { World } from '../../world.ts';
import type { Listener, LoadBalancer } from '../listener.ts';
import { httpListener } from './http-listener.ts';
import { forwardingRules, reportOf, type ListenerPlace, type ListenerReport } from './listener-report.ts';
import { tcpListener } from './tcp-listener.ts';
import { Turns } from './turns.ts';
import { Upstreams } from './upstreams.ts';

export interface PortOptions {
  /** The address to listen on. */
  readonly host: string;
  /** Sandbox seconds in a second. */
  readonly speed: number;
}

interface Opened {
  readonly world: World;
  readonly listener: Listener;
  /** The listener's port when it was opened. */
  readonly wanted: number;
  readonly kind: 'http' | 'tcp';
  readonly port: number;
  close(): Promise<void>;
}

/** Ports below it need a privilege that a sandbox should not have. */
const firstFreePort = 1024;

/** A real port on this machine for each listener of each load balancer, opened and closed as listeners come and go. */
export class ListenerPorts {
  readonly #options: PortOptions;
  readonly #worlds = new Map<World, { readonly upstreams: Upstreams; readonly turns: Turns }>();
  readonly #opened = new Map<Listener, Opened>();
  /** Changes happen one after the other, so that a port is free again before it is taken again. */
  #changes: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: PortOptions) {
    this.#options = options;
  }

  /** Opens ports for the listeners of a world from now on. */
  follow(world: World): void {
    if (this.#isClosed) return;
    this.#worlds.set(world, { upstreams: new Upstreams(world), turns: new Turns() });
    world.elbv2.onListenersChange(() => this.#plan(world));
    this.#plan(world);
  }

  /** Resolves when every change so far has been followed. */
  settled(): Promise<void> {
    return this.#changes;
  }

  /** Every listener there is, in the order of its making. */
  places(): ListenerPlace[] {
    return this.#listeners().map(([world, listener]) => this.#placeOf(world, listener));
  }

  reports(): ListenerReport[] {
    return this.#listeners().map(([world, listener]) =>
      reportOf(world, listener, this.#placeOf(world, listener)),
    );
  }

  /** Resolves when nothing listens any more and every connection is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#changes;
    await Promise.all([...this.#opened.values()].map((opened) => opened.close()));
    for (const { upstreams } of this.#worlds.values()) upstreams.close();
    this.#opened.clear();
    this.#worlds.clear();
  }

  #listeners(): [World, Listener][] {
    return [...this.#worlds.keys()].flatMap((world) =>
      [...world.elbv2.listeners.values()].map((listener): [World, Listener] => [world, listener]),
    );
  }

  #placeOf(world: World, listener: Listener): ListenerPlace {
    const loadBalancer = world.elbv2.loadBalancers.get(listener.loadBalancerArn);
    const opened = this.#opened.get(listener);
    const isForwarded = loadBalancer !== undefined && kindOf(loadBalancer, listener) !== undefined;
    const note = isForwarded
      ? 'No port of this machine could be opened for it.'
      : `The sandbox does not forward ${listener.protocol}.`;
    return {
      listenerArn: listener.arn,
      loadBalancer: loadBalancer?.name ?? '',
      dnsName: loadBalancer?.description.DNSName ?? '',
      protocol: listener.protocol,
      port: listener.port,
      rules: forwardingRules(world, listener),
      ...(opened === undefined ? { note } : { url: `${opened.kind}://127.0.0.1:${opened.port}` }),
    };
  }

  #plan(world: World): void {
    if (this.#isClosed) return;
    this.#changes = this.#changes.then(() => this.#follow(world));
  }

  async #follow(world: World): Promise<void> {
    for (const opened of [...this.#opened.values()]) {
      if (opened.world !== world || isAsOpened(opened)) continue;
      this.#opened.delete(opened.listener);
      await opened.close();
    }
    for (const listener of world.elbv2.listeners.values()) {
      if (!this.#opened.has(listener)) await this.#open(world, listener);
    }
    if (world.elbv2.isClosed) {
      this.#worlds.get(world)?.upstreams.close();
      this.#worlds.delete(world);
    }
  }

  async #open(world: World, listener: Listener): Promise<void> {
    const loadBalancer = world.elbv2.loadBalancers.get(listener.loadBalancerArn);
    const ofWorld = this.#worlds.get(world);
    const kind = loadBalancer && kindOf(loadBalancer, listener);
    if (ofWorld === undefined || loadBalancer === undefined || kind === undefined) return;
    const parts = { world, listener, loadBalancer, ...ofWorld, speed: this.#options.speed };
    const server: Server = kind === 'http' ? httpListener(parts) : tcpListener(parts);
    const close = closing(server);
    const port = await listen(server, this.#options.host, listener.port);
    if (port === undefined) return;
    this.#opened.set(listener, { world, listener, wanted: listener.port, kind, port, close });
  }
}

function isAsOpened({ world, listener, wanted }: Opened): boolean {
  return world.elbv2.listeners.get(listener.arn) === listener && listener.port === wanted;
}

/** HTTPS and TLS listeners speak without encryption here: the certificates are AWS's. */
function kindOf(loadBalancer: LoadBalancer, { protocol }: Listener): 'http' | 'tcp' | undefined {
  if (loadBalancer.type === 'application') return 'http';
  const isTcp = protocol === 'TCP' || protocol === 'TLS' || protocol === 'TCP_UDP';
  return loadBalancer.type === 'network' && isTcp ? 'tcp' : undefined;
}

/** Listens on the wanted port if that is possible, else on one that the system chooses, if it has any. */
async function listen(server: Server, host: string, wanted: number): Promise<number | undefined> {
  if (wanted >= firstFreePort && (await tryPort(server, host, wanted))) return wanted;
  if (await tryPort(server, host, 0)) return (server.address() as AddressInfo).port;
  return undefined;
}

function tryPort(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const failed = (): void => resolve(false);
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

/** What closes a server and every connection that it has taken, also those that speak another protocol by now. */
function closing(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
}
