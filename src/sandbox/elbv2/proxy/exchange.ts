import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestMeter } from '../metrics/request-meter.ts';
import type { OwnAnswers } from '../traffic.ts';
import { countStatus } from '../traffic.ts';
import { ownPage, reasonOf, serverName, type OwnStatus } from './own-page.ts';
import type { Framing } from './headers.ts';

/** One request of a client, and its answer to be. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** How the request's body ends. */
  readonly framing: Framing;
  /** The client waits for `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
  /** The client wants to speak another protocol from here on; `head` is what it has said in it already. */
  readonly upgrade?: { readonly socket: Socket; readonly head: Buffer } | undefined;
  /** Counts what the load balancer answers itself. */
  readonly own: OwnAnswers;
  /** Takes down for metrics what becomes of it. */
  readonly meter: RequestMeter;
}

/** How the parser has understood the end of this request's body. */
export function framingOf(request: IncomingMessage): Framing {
  const length = request.headers['content-length'];
  if (request.headers['transfer-encoding'] !== undefined) return { kind: 'chunked' };
  if (length !== undefined) return { kind: 'length', length };
  // Servers expect a length of methods that usually have a body.
  return ['POST', 'PUT', 'PATCH'].includes(request.method ?? '')
    ? { kind: 'length', length: '0' }
    : { kind: 'none' };
}

/** Answers with a page of the load balancer. Does nothing if the answer has begun. */
export function answerWithPage(exchange: Exchange, status: OwnStatus, sentence?: string): void {
  answer(exchange, status, { 'Content-Type': 'text/html' }, ownPage(status, sentence), reasonOf(status));
}

/** Answers that the resource is somewhere else. */
export function answerWithRedirect(exchange: Exchange, status: 301 | 302, location: string): void {
  const headers = { 'Content-Type': 'text/html', Location: location };
  answer(exchange, status, headers, ownPage(status), reasonOf(status));
}

/** Answers in the load balancer's own name. */
export function answer(
  { request, response, own, meter }: Exchange,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  reason?: string,
): void {
  if (response.headersSent || response.destroyed) return;
  countStatus(own, status);
  meter.own(status);
  const all = { Server: serverName, ...headers, 'Content-Length': Buffer.byteLength(body) };
  if (reason === undefined) response.writeHead(status, all);
  else response.writeHead(status, reason, all);
  response.end(body);
  // What the client still sends is of no use, and must not stand before its next request.
  request.resume();
}
