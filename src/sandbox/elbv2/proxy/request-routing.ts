import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { World } from '../../world.ts';
import type { Listener, LoadBalancer } from '../listener.ts';
import { RequestMeter } from '../metrics/request-meter.ts';
import { chooseTarget } from './choose-target.ts';
import { ruleFor } from './conditions.ts';
import { decide, type Forward } from './decide.ts';
import { answer, answerWithPage, answerWithRedirect, framingOf, type Exchange } from './exchange.ts';
import { connectTimeout, forward } from './forward.ts';
import { headersForTarget, type Via } from './headers.ts';
import { idleTimeoutOf } from './idle-timeout.ts';
import { redirectLocation } from './redirect-location.ts';
import { factsOf, pathForTarget, type RequestFacts } from './request-facts.ts';
import { answerAsSimulated } from './simulated-answer.ts';
import { stickyCookies, stickyGroup } from './sticky-cookie.ts';
import type { Turns } from './turns.ts';
import type { Upstreams } from './upstreams.ts';

/** A listener, and what it shares with the others of its world. */
export interface ListenerParts {
  readonly world: World;
  readonly listener: Listener;
  readonly loadBalancer: LoadBalancer;
  readonly upstreams: Upstreams;
  readonly turns: Turns;
  /** Sandbox seconds in a second. */
  readonly speed: number;
}

/** Leads requests through the rules of one listener to where they belong. */
export class RequestRouting {
  readonly #parts: ListenerParts;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  serve(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    this.#handle({ request, response, expectsContinue, framing: framingOf(request), ...this.#counters() });
  }

  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    socket.on('error', () => socket.destroy());
    this.#handle({
      request,
      response,
      expectsContinue: false,
      framing: { kind: 'none' },
      upgrade: { socket, head },
      ...this.#counters(),
    });
  }

  #counters(): Pick<Exchange, 'own' | 'meter'> {
    const { world, loadBalancer, speed } = this.#parts;
    return {
      own: world.elbv2.traffic.ofLoadBalancer(loadBalancer.arn),
      meter: new RequestMeter(world, loadBalancer, speed),
    };
  }

  #handle(exchange: Exchange): void {
    try {
      this.#route(exchange);
    } catch (error) {
      answerWithPage(exchange, 500, `A bug in the ecsdeploy sandbox: ${String(error)}`);
    }
  }

  #route(exchange: Exchange): void {
    const { world, listener } = this.#parts;
    const { request } = exchange;
    if (request.method === 'TRACE') {
      answerWithPage(exchange, 405);
      return;
    }
    const facts = factsOf(request);
    const rule = ruleFor(world.elbv2.rulesOf(listener), facts);
    const decision = decide(rule?.actions ?? []);
    switch (decision.kind) {
      case 'forward':
        this.#forward(exchange, facts, decision);
        break;
      case 'redirect': {
        const protocol = this.#isSecure() ? 'HTTPS' : 'HTTP';
        const asked = { ...facts, protocol, port: this.#portFor(request) } as const;
        const status = decision.config.StatusCode === 'HTTP_301' ? 301 : 302;
        answerWithRedirect(exchange, status, redirectLocation(decision.config, asked));
        break;
      }
      case 'fixed-response': {
        const { StatusCode, ContentType = 'text/plain', MessageBody = '' } = decision.config;
        answer(
          exchange,
          Number(StatusCode ?? 503),
          { 'Content-Type': `${ContentType}; charset=utf-8` },
          MessageBody,
        );
        break;
      }
      case 'unsupported':
        answerWithPage(
          exchange,
          501,
          `The ecsdeploy sandbox does not support the action ${decision.action} yet.`,
        );
    }
  }

  #forward(exchange: Exchange, facts: RequestFacts, decision: Forward): void {
    const { world, loadBalancer, upstreams, turns, speed } = this.#parts;
    const { request, framing } = exchange;
    const group = world.elbv2.targetGroup(this.#groupFor(decision, request.headers.cookie) ?? '');
    const target = group && chooseTarget(group.targets.values(), turns.inGroup(group));
    if (group === undefined || target === undefined) {
      answerWithPage(exchange, 503);
      return;
    }
    const { stickySeconds } = decision;
    const now = world.timeline.now();
    const cookies = stickySeconds === undefined ? [] : stickyCookies(group.arn, stickySeconds, now);
    const upstream = upstreams.of(group, target);
    const idleTimeout = idleTimeoutOf(loadBalancer);
    if (target.endpoint === undefined) {
      answerAsSimulated(exchange, { world, upstream, idleTimeout, speed, cookies });
      return;
    }
    if (group.protocolVersion === 'HTTP2' || group.protocolVersion === 'GRPC') {
      const sentence = `The ecsdeploy sandbox does not speak HTTP/2 with targets; target group ${group.name} has the protocol version ${group.protocolVersion}.`;
      answerWithPage(exchange, 501, sentence);
      return;
    }
    const host = request.headers.host ?? `${target.id}:${target.port}`;
    const headers = headersForTarget(request.rawHeaders, host, framing, this.#via(facts, now));
    if (exchange.expectsContinue) headers.push('Expect', '100-continue');
    if (exchange.upgrade !== undefined)
      headers.push('Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? '');
    const path = pathForTarget(facts, request);
    const { endpoint } = target;
    forward(exchange, { upstream, endpoint, headers, path, idleTimeout, connectTimeout, cookies });
  }

  /** The target group that the client already belongs to, if clients do and it still gets requests; else the one whose turn it is. */
  #groupFor(decision: Forward, cookie: string | undefined): string | undefined {
    if (decision.stickySeconds !== undefined) {
      const open = decision.groups.filter((group) => group.weight > 0).map((group) => group.targetGroupArn);
      const known = stickyGroup(cookie, open);
      if (known !== undefined) return known;
    }
    return this.#parts.turns.amongGroups(decision)?.targetGroupArn;
  }

  #via(facts: RequestFacts, now: number): Via {
    const { listener, loadBalancer } = this.#parts;
    const mode = loadBalancer.attributes.get('routing.http.xff_header_processing.mode');
    return {
      clientIp: facts.sourceIp,
      protocol: this.#isSecure() ? 'https' : 'http',
      port: listener.port,
      forwardedFor: mode === 'preserve' || mode === 'remove' ? mode : 'append',
      now,
    };
  }

  #isSecure(): boolean {
    return this.#parts.listener.protocol === 'HTTPS';
  }

  /** The listener's port; this machine's for who came by it, so that a redirect to the same place leads there. */
  #portFor(request: IncomingMessage): number {
    const named = Number(/:(\d+)$/.exec(request.headers.host ?? '')?.[1]);
    return named === request.socket.localPort ? named : this.#parts.listener.port;
  }
}
