import { randomUUID } from 'node:crypto';

/** Names and values in turn, as they came or will go over the wire. */
export type RawHeaders = readonly string[];

/** Who is asking, and through which listener: what a load balancer tells its targets. */
export interface Via {
  readonly clientIp: string;
  /** The listener's, whatever this machine's port and protocol are. */
  readonly protocol: 'http' | 'https';
  readonly port: number;
  /** How `X-Forwarded-For` is treated: the attribute `routing.http.xff_header_processing.mode`. */
  readonly forwardedFor: 'append' | 'preserve' | 'remove';
  /** Milliseconds since the epoch, in sandbox time. */
  readonly now: number;
}

/** Headers that speak of one connection only (RFC 9110, 7.6.1), and `Proxy-Connection`, which never was one. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers that the load balancer writes itself. */
const written = new Set([
  'host',
  'content-length',
  'expect',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-amzn-trace-id',
]);

/** How the end of a body is told. Never taken over from the client's words, only from how they were understood. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: string }
  | { readonly kind: 'chunked' };

/** The headers of a request that go on to the target, with the load balancer's own. */
export function headersForTarget(raw: RawHeaders, host: string, framing: Framing, via: Via): string[] {
  const dropped = namedByConnection(raw);
  const headers = ['Host', host];
  if (framing.kind === 'length') headers.push('Content-Length', framing.length);
  else if (framing.kind === 'chunked') headers.push('Transfer-Encoding', 'chunked');
  const forwardedFor: string[] = [];
  let trace: string | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const key = name.toLowerCase();
    if (key === 'x-forwarded-for') forwardedFor.push(value);
    else if (key === 'x-amzn-trace-id') trace = value;
    if (hopByHop.has(key) || written.has(key) || dropped?.has(key) === true) continue;
    headers.push(name, value);
  }
  const chain = forwardedForOf(forwardedFor, via);
  if (chain !== undefined) headers.push('X-Forwarded-For', chain);
  headers.push('X-Forwarded-Proto', via.protocol, 'X-Forwarded-Port', String(via.port));
  headers.push('X-Amzn-Trace-Id', traceOf(trace, via.now));
  return headers;
}

/** The headers of an answer that go back to the client. */
export function headersForClient(raw: RawHeaders): string[] {
  const dropped = namedByConnection(raw);
  const headers: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const key = name.toLowerCase();
    if (hopByHop.has(key) || dropped?.has(key) === true) continue;
    headers.push(name, raw[index + 1] ?? '');
  }
  return headers;
}

function forwardedForOf(given: readonly string[], via: Via): string | undefined {
  const before = given.join(', ');
  switch (via.forwardedFor) {
    case 'append':
      return before === '' ? via.clientIp : `${before}, ${via.clientIp}`;
    case 'preserve':
      return before === '' ? undefined : before;
    case 'remove':
      return undefined;
  }
}

/** "Request tracing for your Application Load Balancer": a root is kept, and the load balancer adds itself. */
function traceOf(given: string | undefined, now: number): string {
  const own = `1-${Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  if (given === undefined || given === '') return `Root=${own}`;
  return /(^|;)\s*Root=/.test(given) ? `Self=${own};${given}` : `Root=${own};${given}`;
}

/** Headers that `Connection` names are of one connection too. Nearly no request names any. */
function namedByConnection(raw: RawHeaders): ReadonlySet<string> | undefined {
  let named: Set<string> | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() !== 'connection') continue;
    for (const token of (raw[index + 1] ?? '').split(',')) {
      const name = token.trim().toLowerCase();
      if (name === '' || hopByHop.has(name) || name === 'close') continue;
      named = (named ?? new Set<string>()).add(name);
    }
  }
  return named;
}
