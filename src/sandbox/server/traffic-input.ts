import type { TrafficChange } from '../sandbox-control.ts';
import { number, refuse, requireKnown, text, type Json } from './read-members.ts';

/** `{"loadBalancer": "shop", "requestsPerSecond": 10, "port": 80, "path": "/"}` */
export function readTraffic(body: Json): { loadBalancer: string; stream: TrafficChange } {
  requireKnown(body, ['loadBalancer', 'requestsPerSecond', 'port', 'host', 'path']);
  const port = number(body, 'port', 1, 65_535);
  const host = text(body, 'host');
  const path = text(body, 'path');
  if (path?.startsWith('/') === false) refuse('path', path, 'a path that begins with /');
  return {
    loadBalancer:
      text(body, 'loadBalancer') ?? refuse('loadBalancer', undefined, 'the name or ARN of a load balancer'),
    stream: {
      requestsPerSecond:
        number(body, 'requestsPerSecond', 0, 1_000_000) ??
        refuse('requestsPerSecond', undefined, 'a number from 0 to 1000000'),
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      ...(path !== undefined && { path }),
    },
  };
}
