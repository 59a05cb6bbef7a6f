import { gunzipSync } from 'node:zlib';
import type { WireRequest } from './wire.ts';

/** Far above what a client would compress, and below what would hurt. */
const largestBody = 10 * 1024 * 1024;

/**
 * A request whose body a client has compressed, as it was before: SDKs do so with large bodies of PutMetricData (the trait
 * `requestCompression`). What is no gzip becomes a body that no operation can read.
 */
export function inflated(request: WireRequest): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip') return request;
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: largestBody }) };
  } catch {
    return { ...request, body: '\u0000' };
  }
}
