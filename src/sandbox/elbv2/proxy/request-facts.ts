import type { IncomingMessage } from 'node:http';

/** What conditions look at in a request. */
export interface RequestFacts {
  readonly method: string;
  /** The `Host` header without its port. */
  readonly host: string;
  /** As it was sent, without the query string. */
  readonly path: string;
  readonly query: string;
  /** IPv4 addresses in their own form. */
  readonly sourceIp: string;
  /** All values of a header that has this name, in any case. */
  readonly header: (name: string) => readonly string[];
}

export function factsOf(request: IncomingMessage): RequestFacts {
  // A client that takes the load balancer for a proxy sends the whole URL.
  const url = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return {
    method: request.method ?? 'GET',
    host: (request.headers.host ?? '').replace(/:\d+$/, ''),
    path: path === '' ? '/' : path,
    query: mark < 0 ? '' : url.slice(mark + 1),
    sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    header: (name) => request.headersDistinct[name.toLowerCase()] ?? [],
  };
}

/** The path and query of the request to a target. */
export function pathForTarget({ path, query }: RequestFacts, request: IncomingMessage): string {
  return query === '' && request.url?.endsWith('?') !== true ? path : `${path}?${query}`;
}
