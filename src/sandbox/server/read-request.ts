import type { IncomingMessage } from 'node:http';
import type { WireRequest } from '../wire.ts';

/** Far above what any operation of the sandbox takes; a client that sends more is mistaken. */
const largestBody = 10 * 1024 * 1024;

/** The whole request, or undefined if its body is too large. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largestBody) return undefined;
    chunks.push(bytes);
  }
  return { ...readHead(message), body: Buffer.concat(chunks) };
}

/** All of a request but its body. */
export function readHead(message: IncomingMessage): Omit<WireRequest, 'body'> {
  const [path = '/', query = ''] = (message.url ?? '/').split('?', 2);
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
  };
}
