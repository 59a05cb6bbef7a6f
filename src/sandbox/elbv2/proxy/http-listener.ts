import { createServer, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isWebSocket, serveWithoutUpgrade } from './decline-upgrade.ts';
import { idleTimeoutOf } from './idle-timeout.ts';
import { ownPage, reasonOf, serverName } from './own-page.ts';
import { RequestRouting, type ListenerParts } from './request-routing.ts';

/** The largest head of a request: 64 K in the guide's list of errors, HTTP 400. */
const largestRequestHead = 64 * 1024;

/** A server that does what a listener of an application load balancer does; not listening yet. */
export function httpListener(parts: ListenerParts): Server {
  const server = createServer({
    maxHeaderSize: largestRequestHead,
    // How long a body may take is a matter of the idle timeout only.
    requestTimeout: 0,
    keepAliveTimeout: idleTimeoutOf(parts.loadBalancer),
  });
  const routing = new RequestRouting(parts);
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request, response) => {
    latest.set(request.socket, response);
    routing.serve(request, response, false);
  });
  server.on('checkContinue', (request, response) => {
    latest.set(request.socket, response);
    routing.serve(request, response, true);
  });
  server.on('connect', (_request, socket: Duplex) => refuse(socket, 400));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = latest.get(socket);
    const isAnswering = answer?.headersSent === true && !answer.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else refuse(socket, error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400);
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    if (isWebSocket(request) && socket instanceof Socket) routing.upgrade(request, socket, head);
    else serveWithoutUpgrade(server, request, socket, head);
  });
  return server;
}

/** For what is no request that could be answered: too large, malformed, too slow, or meant for a proxy. */
function refuse(socket: Duplex, status: 400 | 408): void {
  const page = ownPage(status);
  const head = [
    `HTTP/1.1 ${status} ${reasonOf(status)}`,
    `Server: ${serverName}`,
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: text/html',
    `Content-Length: ${Buffer.byteLength(page)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${page}`);
}
