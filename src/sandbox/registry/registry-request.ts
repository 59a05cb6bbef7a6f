import type { Readable } from 'node:stream';
import type { Reply } from '../reply.ts';
import type { WireRequest, WireResponse } from '../wire.ts';

/** A request to the registry. Its body is read as it comes, because layers may be larger than memory. */
export interface RegistryRequest extends Omit<WireRequest, 'body'> {
  readonly body: AsyncIterable<Uint8Array>;
}

/** The body of an answer to HEAD is what GET would have sent: whoever sends it leaves it out. */
export interface RegistryResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | Readable;
}

export type RegistryReply = Reply<RegistryResponse>;

/** The registry as something that can be asked in one go, for clients in the same process. */
export type RegistryTransport = (request: WireRequest) => Promise<WireResponse>;
