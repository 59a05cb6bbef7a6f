import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { connect as tcpConnect, createServer, type Server, type Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { connect as tlsConnect } from 'node:tls';
import type { TargetEndpoint } from '../target.ts';
import { RequestMeter } from '../metrics/request-meter.ts';
import { chooseTarget } from './choose-target.ts';
import { decide } from './decide.ts';
import { framingOf } from './exchange.ts';
import { connectTimeout } from './forward.ts';
import type { ListenerParts } from './request-routing.ts';
import { joinSockets } from './join-sockets.ts';
import { answerAsSimulated } from './simulated-answer.ts';
import type { Upstream } from './upstream.ts';

/** Longer than any simulated answer takes. Milliseconds. */
const networkIdleTimeout = 350_000;

/**
 * A server that does what a TCP listener of a network load balancer does: each connection goes to one target and stays there. Without
 * targets, or when the target does not take it, the client's connection is reset. Not listening yet.
 */
export function tcpListener(parts: ListenerParts): Server {
  const { world, listener, upstreams, turns } = parts;
  const simulated = new SimulatedServer(parts);
  return createServer({ allowHalfOpen: true }, (socket) => {
    const decision = decide(listener.defaultRule.actions);
    const share = decision.kind === 'forward' ? turns.amongGroups(decision) : undefined;
    const group = world.elbv2.targetGroup(share?.targetGroupArn ?? '');
    const target = group && chooseTarget(group.targets.values(), turns.inGroup(group));
    socket.on('error', () => socket.destroy());
    if (group === undefined || target === undefined) {
      socket.resetAndDestroy();
      return;
    }
    const upstream = upstreams.of(group, target);
    if (target.endpoint === undefined) simulated.take(socket, upstream);
    else connectTo(upstream, target.endpoint, socket);
  });
}

function connectTo(upstream: Upstream, { host, port }: TargetEndpoint, client: Socket): void {
  const { tally } = upstream;
  let end = (): void => {
    client.resetAndDestroy();
  };
  const finish = upstream.begin(() => end());
  const target = upstream.isTls
    ? tlsConnect({ host, port, rejectUnauthorized: false })
    : tcpConnect({ host, port, allowHalfOpen: true });
  const timer = setTimeout(() => target.destroy(), connectTimeout);
  const failed = (): void => {
    clearTimeout(timer);
    tally.unanswered += 1;
    finish();
    client.resetAndDestroy();
  };
  const abandoned = (): void => {
    target.destroy();
  };
  client.once('close', abandoned);
  target.on('error', () => target.destroy());
  target.once('close', failed);
  target.once(upstream.isTls ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer);
    target.off('close', failed);
    client.off('close', abandoned);
    end = joinSockets(client, target, { mayBeHalfOpen: true, ended: finish });
  });
}

/** Simulated targets speak HTTP, whatever brings the bytes to them. */
class SimulatedServer {
  readonly #upstreams = new WeakMap<Socket, Upstream>();
  readonly #server = createHttpServer((request, response: ServerResponse) => {
    const { world, loadBalancer, speed } = this.#parts;
    const upstream = this.#upstreams.get(request.socket);
    if (upstream === undefined) return;
    const own = world.elbv2.traffic.ofLoadBalancer(loadBalancer.arn);
    const meter = new RequestMeter(world, loadBalancer, speed);
    const exchange = { request, response, framing: framingOf(request), expectsContinue: false, own, meter };
    answerAsSimulated(exchange, { world, upstream, idleTimeout: networkIdleTimeout, speed, cookies: [] });
  });
  readonly #parts: ListenerParts;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  take(socket: Socket, upstream: Upstream): void {
    if (upstream.target.probe().kind === 'refused') {
      socket.resetAndDestroy();
      return;
    }
    this.#upstreams.set(socket, upstream);
    this.#server.emit('connection', socket);
  }
}
