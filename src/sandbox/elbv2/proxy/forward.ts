import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { countStatus } from '../traffic.ts';
import type { TargetEndpoint } from '../target.ts';
import { answerWithPage, type Exchange } from './exchange.ts';
import { headersForClient } from './headers.ts';
import { joinSockets } from './join-sockets.ts';
import type { Upstream } from './upstream.ts';

export interface ForwardOptions {
  readonly upstream: Upstream;
  readonly endpoint: TargetEndpoint;
  readonly headers: readonly string[];
  readonly path: string;
  /** Milliseconds without a byte in either direction after which the load balancer gives up. */
  readonly idleTimeout: number;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** To be set with the answer. */
  readonly cookies: readonly string[];
}

/** What a load balancer does not wait for longer: "HTTP 504" in the guide's list of errors. Milliseconds. */
export const connectTimeout = 10_000;

/** The largest head of an answer: "the target response header exceeds 32 K" is a 502 in the guide. */
const largestAnswerHead = 32 * 1024;

/**
 * A connection that was used so recently, in milliseconds, carries also what cannot be sent twice. Older ones may be closed by the target
 * at any moment.
 */
const stillWarm = 1000;

/** Methods that can be sent again when nobody knows whether they arrived (RFC 9110, 9.2.2). */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** Sends a request on to a real target, and its answer back, both as they come. */
export function forward(exchange: Exchange, options: ForwardOptions): void {
  new Forwarding(exchange, options).begin();
}

class Forwarding {
  readonly #exchange: Exchange;
  readonly #options: ForwardOptions;
  readonly #hasBody: boolean;
  readonly #isRepeatable: boolean;
  #finish: () => void = () => undefined;
  /** What ends it when the target's time is over. */
  #end: () => void = () => this.#giveUp(502);
  #outgoing: ClientRequest | undefined;
  #isRepeated = false;
  #isContinued = false;
  /** The target has answered, or the load balancer in its place. */
  #isAnswered = false;

  constructor(exchange: Exchange, options: ForwardOptions) {
    const { framing, request } = exchange;
    this.#exchange = exchange;
    this.#options = options;
    this.#hasBody = framing.kind === 'chunked' || (framing.kind === 'length' && framing.length !== '0');
    this.#isRepeatable = !this.#hasBody && idempotent.has(request.method ?? '');
  }

  begin(): void {
    const { response } = this.#exchange;
    this.#finish = this.#options.upstream.begin(() => this.#end());
    this.#exchange.meter.chosen(this.#options.upstream.group.arn);
    response.once('close', () => {
      this.#finish();
      if (response.writableFinished) return;
      // The client has gone before the end: the target need not go on, and is not to blame.
      this.#isAnswered = true;
      this.#outgoing?.destroy();
    });
    this.#send();
  }

  #send(): void {
    const { request, expectsContinue } = this.#exchange;
    const { upstream, endpoint, idleTimeout } = this.#options;
    if (this.#isRepeated) upstream.closeIdle();
    else if (!this.#isRepeatable) upstream.closeIdle(stillWarm);
    const open = upstream.isTls ? httpsRequest : httpRequest;
    const outgoing = open({
      host: endpoint.host,
      port: endpoint.port,
      method: request.method,
      path: this.#options.path,
      headers: this.#options.headers,
      agent: upstream.agent,
      timeout: idleTimeout,
      maxHeaderSize: largestAnswerHead,
    });
    this.#outgoing = outgoing;
    outgoing.once('socket', (socket) => this.#limitConnecting(socket));
    outgoing.once('response', (incoming) => this.#answer(incoming));
    outgoing.once('upgrade', (incoming, socket, head) => this.#switchProtocols(incoming, socket, head));
    outgoing.once('timeout', () => this.#timedOut(outgoing));
    outgoing.on('error', (error: NodeJS.ErrnoException) => this.#failed(outgoing, error));
    outgoing.once('close', () => {
      if (outgoing === this.#outgoing && !this.#isAnswered) this.#giveUp(502);
    });
    if (expectsContinue) {
      outgoing.once('continue', () => {
        this.#isContinued = true;
        this.#exchange.response.writeContinue();
      });
    }
    if (this.#hasBody) request.pipe(outgoing);
    else outgoing.end();
  }

  #limitConnecting(socket: Socket): void {
    if (!socket.connecting) return;
    const timer = setTimeout(() => this.#giveUp(504), this.#options.connectTimeout);
    socket.once('connect', () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
  }

  #answer(incoming: IncomingMessage): void {
    const { request, response, expectsContinue } = this.#exchange;
    const status = incoming.statusCode ?? 0;
    if (this.#isAnswered) return;
    // The client still holds its body back; on this connection nobody could tell it from the next request.
    if (expectsContinue && !this.#isContinued) response.shouldKeepAlive = false;
    try {
      response.writeHead(status, incoming.statusMessage ?? '', this.#headersFor(incoming));
    } catch {
      // A status that is none, such as 099.
      this.#giveUp(502);
      return;
    }
    this.#isAnswered = true;
    countStatus(this.#options.upstream.tally, status);
    this.#exchange.meter.answered(status);
    // A broken answer must not look like a whole one.
    incoming.once('error', () => response.destroy());
    incoming.pipe(response);
    response.once('finish', () => {
      if (request.complete) return;
      if (this.#outgoing !== undefined) request.unpipe(this.#outgoing);
      request.resume();
    });
  }

  #switchProtocols(incoming: IncomingMessage, target: Socket, targetHead: Buffer): void {
    const { upgrade, response } = this.#exchange;
    if (upgrade === undefined || this.#isAnswered) {
      target.destroy();
      this.#giveUp(502);
      return;
    }
    this.#isAnswered = true;
    const { socket, head } = upgrade;
    response.detachSocket(socket);
    socket.write(upgradeHead(incoming, this.#options.cookies), 'latin1');
    if (targetHead.length > 0) socket.write(targetHead);
    if (head.length > 0) target.write(head);
    this.#end = joinSockets(socket, target, { mayBeHalfOpen: false, ended: () => this.#finish() });
    target.setTimeout(this.#options.idleTimeout, this.#end);
  }

  #headersFor(incoming: IncomingMessage): string[] {
    const headers = headersForClient(incoming.rawHeaders);
    for (const cookie of this.#options.cookies) headers.push('Set-Cookie', cookie);
    return headers;
  }

  #failed(outgoing: ClientRequest, error: NodeJS.ErrnoException): void {
    if (outgoing !== this.#outgoing || this.#isAnswered) return;
    const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
    if (isStale && this.#isRepeatable && !this.#isRepeated) {
      // The target closed the kept connection while the request was on its way to it.
      this.#isRepeated = true;
      this.#send();
      return;
    }
    this.#giveUp(502);
  }

  #timedOut(outgoing: ClientRequest): void {
    // As long as the client has not sent everything that the target would take, it is the one who is waited for.
    const waitsForTarget = this.#exchange.request.complete || outgoing.writableNeedDrain;
    this.#giveUp(waitsForTarget ? 504 : 408);
  }

  /** The target will not answer any more: a page in its place, or the end of the connection if the answer has begun. */
  #giveUp(status: 408 | 502 | 504): void {
    const { response } = this.#exchange;
    if (this.#isAnswered) {
      if (!response.writableFinished) response.destroy();
    } else {
      this.#isAnswered = true;
      this.#options.upstream.tally.unanswered += 1;
      answerWithPage(this.#exchange, status);
    }
    this.#outgoing?.destroy();
  }
}

/** The target's own words, for headers of a connection are what an upgrade is made of. */
function upgradeHead(incoming: IncomingMessage, cookies: readonly string[]): string {
  const lines = [`HTTP/1.1 ${incoming.statusCode ?? 101} ${incoming.statusMessage ?? ''}`];
  const raw = incoming.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2)
    lines.push(`${raw[index] ?? ''}: ${raw[index + 1] ?? ''}`);
  for (const cookie of cookies) lines.push(`Set-Cookie: ${cookie}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
