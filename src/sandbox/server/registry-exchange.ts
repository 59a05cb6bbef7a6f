import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { RegistryRequest, RegistryResponse } from '../registry/registry-request.ts';
import { isRegistryPath } from '../routing.ts';
import { readHead } from './read-request.ts';

/** Whether a request is for the container registry, which reads it as it comes. */
export function isForRegistry(message: IncomingMessage): boolean {
  return isRegistryPath((message.url ?? '').split('?', 1)[0] ?? '');
}

export function registryRequest(message: IncomingMessage): RegistryRequest {
  return { ...readHead(message), body: message };
}

/** Sends an answer of the registry in pieces. Where the client goes away, what it was reading is closed. */
export function sendFromRegistry(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: RegistryResponse,
): void {
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    pipeline(body, response, () => undefined);
  } else if (method === 'HEAD') {
    response.writeHead(status, headers);
    response.end();
  } else {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }
}
