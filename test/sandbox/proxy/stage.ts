import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  type Server,
} from 'node:http';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import type {
  Action,
  CreateTargetGroupCommandInput,
  ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { TargetHealth, TargetProbe } from '../../../src/sandbox/elbv2/state.ts';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import type { LoadBalancer } from '../../../src/sandbox/elbv2/listener.ts';
import type { TargetTally } from '../../../src/sandbox/elbv2/traffic.ts';
import type { TargetEndpoint } from '../../../src/sandbox/elbv2/target.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { World } from '../../../src/sandbox/world.ts';
import { SandboxServer } from '../../../src/sandbox/server.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };

function loadBalancerIn(world: World, type: 'application' | 'network'): string {
  const input = { Name: 'shop', Type: type, Subnets: ['a', 'b'] };
  return elbv2Operations.CreateLoadBalancer(world, input, caller).LoadBalancers![0]!.LoadBalancerArn!;
}

function listenerIn(
  world: World,
  LoadBalancerArn: string,
  DefaultActions: Action[],
  Port: number,
  Protocol: ProtocolEnum,
): string {
  const input = { LoadBalancerArn, Port, Protocol, DefaultActions };
  return elbv2Operations.CreateListener(world, input, caller).Listeners![0]!.ListenerArn!;
}

/** A real server on this machine that plays a target. */
export interface RealTarget {
  readonly endpoint: TargetEndpoint;
  readonly server: NetServer;
}

/** A sandbox server with one load balancer in it, and the real targets of a test; everything ends with `end`. */
export class Stage {
  readonly server: SandboxServer;
  loadBalancerArn: string;
  readonly #targets: NetServer[] = [];
  #addresses = 0;

  private constructor(server: SandboxServer, type: 'application' | 'network') {
    this.server = server;
    this.loadBalancerArn = loadBalancerIn(this.world, type);
  }

  static async begin(options: { speed?: number; type?: 'application' | 'network' } = {}): Promise<Stage> {
    const server = await SandboxServer.start(new Sandbox(), { port: 0, speed: options.speed ?? 1 });
    return new Stage(server, options.type ?? 'application');
  }

  async end(): Promise<void> {
    await this.server.stop();
    await Promise.all(this.#targets.map(shut));
  }

  get world(): World {
    return this.server.sandbox.world;
  }

  /** The load balancer once more, after a reset. */
  makeAgain(): void {
    this.loadBalancerArn = loadBalancerIn(this.world, 'application');
  }

  /** Without health checks unless they are asked for: they would be further requests to the targets. */
  group(name: string, settings: Partial<CreateTargetGroupCommandInput> = {}): TargetGroup {
    const input = {
      Name: name,
      Protocol: 'HTTP' as const,
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip' as const,
      HealthCheckEnabled: false,
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      ...settings,
    };
    const made = elbv2Operations.CreateTargetGroup(this.world, input, caller);
    return this.world.elbv2.targetGroup(made.TargetGroups![0]!.TargetGroupArn!)!;
  }

  listener(actions: Action[], port = 80, protocol: ProtocolEnum = 'HTTP'): string {
    return listenerIn(this.world, this.loadBalancerArn, actions, port, protocol);
  }

  /** A load balancer with a listener on port 80, in another world than the stage's own. */
  listenerIn(world: World, actions: Action[]): string {
    return listenerIn(world, loadBalancerIn(world, 'application'), actions, 80, 'HTTP');
  }

  /** Lets a real HTTP server be a target of a group; answers with its address there. */
  async httpTarget(
    group: TargetGroup,
    answer: RequestListener,
  ): Promise<RealTarget & { id: string; server: Server }> {
    const server = createServer(answer);
    return { ...(await this.target(group, server)), server };
  }

  async target(group: TargetGroup, server: NetServer): Promise<RealTarget & { id: string }> {
    this.#targets.push(server);
    const endpoint = { host: '127.0.0.1', port: await listen(server) };
    return { id: this.register(group, endpoint), endpoint, server };
  }

  /** Registers an address behind which a real target or, without an endpoint, a simulated one stands. */
  register(group: TargetGroup, endpoint?: TargetEndpoint, probe?: () => TargetProbe): string {
    const id = `10.0.0.${++this.#addresses}`;
    const refused = (): TargetProbe => ({ kind: 'refused' });
    this.now(() => {
      this.world.elbv2.registerTarget(group.arn, { id, port: 80, endpoint, probe: probe ?? refused });
    });
    return id;
  }

  deregister(group: TargetGroup, id: string): void {
    this.now(() => this.world.elbv2.deregisterTarget(group.arn, { id, port: 80 }));
  }

  /** Changes the world at the present moment, so that the server's clock learns what is to come of it. */
  now(change: () => void): void {
    this.server.sandbox.outside.occur(change);
  }

  /** What was sent to a target so far, and what came back. */
  tally(group: TargetGroup, id: string): TargetTally {
    return this.world.elbv2.traffic.ofTarget(group.arn, { id, port: 80 });
  }

  get loadBalancer(): LoadBalancer {
    return this.world.elbv2.loadBalancers.get(this.loadBalancerArn)!;
  }

  /** Resolves when a target has this health; `wanted` is compared with its state and its reason. */
  async health(group: TargetGroup, id: string, wanted: string): Promise<TargetHealth> {
    const look = (): TargetHealth => this.world.elbv2.targetHealth(group.arn, { id, port: 80 });
    await until(() => look().state === wanted || look().reason === wanted);
    return look();
  }

  /** Where this machine reaches the listener with this port. */
  async url(port = 80): Promise<string> {
    const answer = await fetch(`${this.server.url}/_sandbox/listeners`);
    const { listeners } = (await answer.json()) as { listeners: { port: number; url: string }[] };
    return listeners.find((listener) => listener.port === port)!.url;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks as a browser would not: with any header, and with a connection of its own unless an agent is given. */
export function ask(url: string, options: RequestOptions & { body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent: new Agent(), ...options }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const { statusCode: status = 0, headers } = answer;
        resolve({ status, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    asking.on('error', reject);
    asking.end(options.body);
  });
}

export const forwardTo = (...groups: (readonly [TargetGroup, number])[]): Action => ({
  Type: 'forward',
  ForwardConfig: { TargetGroups: groups.map(([group, Weight]) => ({ TargetGroupArn: group.arn, Weight })) },
});

/** Resolves when the condition holds; a test that waits in vain is ended by its own time limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

export function listen(server: NetServer): Promise<number> {
  const sockets = new Set<Socket>();
  connections.set(server, sockets);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const connections = new WeakMap<NetServer, Set<Socket>>();

/** Closes a server with all its connections. */
export function shut(server: NetServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of connections.get(server) ?? []) socket.destroy();
  });
}
