import type { LoggedCall } from '../call-log.ts';
import { ControlInputError } from '../control-input-error.ts';
import type { TrafficStatus } from '../elbv2/metrics/simulated-traffic.ts';
import type { ListenerPorts } from '../elbv2/proxy/listener-ports.ts';
import type { ListenerPlace, ListenerReport } from '../elbv2/proxy/listener-report.ts';
import type { LambdaInvocation, ScriptedAnswer } from '../lambda/script.ts';
import type { Sandbox } from '../sandbox.ts';
import type { SandboxStatus, TrafficChange } from '../sandbox-control.ts';
import { textOf, type WireRequest, type WireResponse } from '../wire.ts';
import { readAdvance, readBehave, readFault } from './control-input.ts';
import { readHook } from './hook-input.ts';
import { readEnforceIam } from './iam-input.ts';
import { readTraffic } from './traffic-input.ts';

/** What `GET /_sandbox/status` answers. */
export interface ServerStatus extends SandboxStatus {
  readonly speed: number;
  readonly pid: number;
  readonly listeners: readonly ListenerPlace[];
}

export interface ListenersAnswer {
  readonly listeners: readonly ListenerReport[];
}

export interface HooksAnswer {
  /** What is left of the answers that were scripted, by function. */
  readonly scripts: Readonly<Record<string, readonly ScriptedAnswer[]>>;
  /** Oldest first. */
  readonly invocations: readonly LambdaInvocation[];
}

/** The stream as it is now; what was asked for where it ended. */
export type TrafficAnswer = TrafficStatus | (TrafficChange & { readonly loadBalancer: string });

export interface CallsAnswer {
  /** Oldest first. */
  readonly calls: readonly LoggedCall[];
  /** By operation; requests to the container registry as `registry:PutManifest`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What the control API may do to the server that it is part of. */
export interface ControlledServer {
  readonly sandbox: Sandbox;
  readonly speed: number;
  readonly ports: ListenerPorts;
  /** Lets the server's clock go on from the sandbox's time, after that was moved. */
  timeMoved(): void;
  stop(): void;
}

type Handler = (
  server: ControlledServer,
  body: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
) => object;

const handlers: Readonly<Record<string, Handler>> = {
  'GET status': (server): ServerStatus => statusOf(server),
  'GET calls': ({ sandbox }, _body, query): CallsAnswer => ({
    calls: sandbox.control.calls.recent(Number(query.get('limit') ?? 100)),
    counts: { ...sandbox.control.calls.counts(), ...sandbox.control.registryCalls.counts() },
  }),
  'GET listeners': ({ ports }): ListenersAnswer => ({ listeners: ports.reports() }),
  'GET hooks': ({ sandbox }): HooksAnswer => ({
    scripts: sandbox.control.status().hooks,
    invocations: sandbox.control.invocations(),
  }),
  'POST reset'(server) {
    server.sandbox.control.reset();
    return statusOf(server);
  },
  'POST advance'(server, body) {
    server.sandbox.control.advance(readAdvance(body));
    server.timeMoved();
    return statusOf(server);
  },
  'POST behave'(server, body) {
    const { image, change } = readBehave(body);
    server.sandbox.control.behave(image, change);
    return { image, change };
  },
  'POST hook'(server, body) {
    const hook = readHook(body);
    server.sandbox.control.hook(hook.function, hook.answers);
    return hook;
  },
  'POST traffic'(server, body): TrafficAnswer {
    const { loadBalancer, stream } = readTraffic(body);
    const status = server.sandbox.control.traffic(loadBalancer, stream);
    return status ?? { loadBalancer, ...stream };
  },
  'POST fault'(server, body) {
    const fault = readFault(body);
    server.sandbox.control.fault(fault);
    return fault;
  },
  'POST faults/clear'(server) {
    server.sandbox.control.clearFaults();
    return statusOf(server);
  },
  'POST iam'(server, body) {
    server.sandbox.control.enforceIam(readEnforceIam(body));
    return statusOf(server);
  },
  'POST stop'(server) {
    server.stop();
    return {};
  },
};

/** Answers a request under `/_sandbox/`: JSON in, JSON out, `{error}` with one sentence where the input is bad. */
export function control(server: ControlledServer, request: WireRequest): WireResponse {
  const name = request.path.replace(/^\/_sandbox\/?/, '') || 'status';
  const handler = handlers[`${request.method} ${name}`];
  if (handler === undefined) {
    const error = `The sandbox has no ${request.method} /_sandbox/${name}; it has ${Object.keys(handlers).join(', ')}.`;
    return json(404, { error });
  }
  try {
    return json(200, handler(server, readBody(request), request.query));
  } catch (error) {
    if (error instanceof ControlInputError) return json(400, { error: error.message });
    throw error;
  }
}

function statusOf({ sandbox, speed, ports }: ControlledServer): ServerStatus {
  return { ...sandbox.control.status(), speed, pid: process.pid, listeners: ports.places() };
}

function readBody(request: WireRequest): Readonly<Record<string, unknown>> {
  const text = textOf(request.body);
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ControlInputError(`The body must be JSON, not ${JSON.stringify(text.slice(0, 80))}.`);
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    return body as Readonly<Record<string, unknown>>;
  }
  throw new ControlInputError(`The body must be a JSON object, not ${text.slice(0, 80)}.`);
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
