import type { WireRequest, WireResponse } from '../wire.ts';
import type { RegistryReply, RegistryRequest, RegistryResponse } from './registry-request.ts';
import type { Reply } from '../reply.ts';

/** A request that is all there, as the registry reads requests: as they come. */
export function streamed(request: WireRequest): RegistryRequest {
  const bytes = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
  return { ...request, body: once(bytes) };
}

/** An answer with all of its body. */
export async function collected(reply: RegistryReply, method: string): Promise<Reply> {
  if (reply.kind !== 'answer') return reply;
  return { ...reply, response: await collect(reply.response, method) };
}

async function collect({ status, headers, body }: RegistryResponse, method: string): Promise<WireResponse> {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    return { status, headers, body: method === 'HEAD' ? '' : body };
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk as Uint8Array);
  return { status, headers, body: Buffer.concat(chunks) };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield await Promise.resolve(bytes);
}
