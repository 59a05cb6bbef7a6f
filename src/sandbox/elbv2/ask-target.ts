import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as tcpConnect, type Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { connect as tlsConnect } from 'node:tls';
import { isHttpProtocol } from './health-check-settings.ts';
import type { HealthCheckSettings } from './target-group.ts';
import type { TargetAddress, TargetEndpoint, TargetProbe } from './target.ts';

/** What a health check of a real target found. Latency in milliseconds of real time. */
export type CheckAnswer = TargetProbe | { readonly kind: 'silent' };

export interface CheckedTarget extends TargetAddress {
  readonly endpoint: TargetEndpoint;
}

/** "The User-Agent header": guide for Application Load Balancers, health checks for target groups. */
const userAgent = 'ELB-HealthChecker/2.0';

/**
 * Asks a real target once, as a node of a load balancer does: its own connection, certificates not verified. An answer is a status
 * for HTTP, and an open connection for TCP and TLS. Never rejects. When the signal is aborted it ends at once, and its answer means nothing.
 */
export function askTarget(
  target: CheckedTarget,
  settings: HealthCheckSettings,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  return new Promise((resolve) => {
    const began = performance.now();
    const asking = isHttpProtocol(settings.protocol)
      ? askOverHttp(target, settings, (status) => answered(status))
      : openConnection(target, settings, () => answered(0));
    const timer = setTimeout(() => finish({ kind: 'silent' }), 1000 * settings.timeoutSeconds);
    const finish = (answer: CheckAnswer): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      asking.destroy();
      resolve(answer);
    };
    const answered = (status: number): void => {
      finish({ kind: 'answer', status, latency: performance.now() - began });
    };
    const onAbort = (): void => finish({ kind: 'silent' });
    asking.on('error', () => finish({ kind: 'refused' }));
    asking.once('close', () => finish({ kind: 'refused' }));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function askOverHttp(
  target: CheckedTarget,
  settings: HealthCheckSettings,
  answered: (status: number) => void,
): ReturnType<typeof httpRequest> {
  const { host, port } = checkedEndpoint(target, settings);
  const options = {
    host,
    port,
    method: 'GET',
    path: settings.path ?? '/',
    agent: false as const,
    headers: {
      // The address that AWS's load balancer would connect to, which need not be the one that is reached here.
      Host: `${target.id}:${settings.port === 'traffic-port' ? target.port : settings.port}`,
      Connection: 'close',
      'User-Agent': userAgent,
      'Accept-Encoding': 'gzip, compressed',
    },
  };
  const request =
    settings.protocol === 'HTTPS'
      ? httpsRequest({ ...options, rejectUnauthorized: false })
      : httpRequest(options);
  request.once('response', (response) => answered(response.statusCode ?? 0));
  request.end();
  return request;
}

function openConnection(target: CheckedTarget, settings: HealthCheckSettings, answered: () => void): Socket {
  const { host, port } = checkedEndpoint(target, settings);
  return settings.protocol === 'TLS'
    ? tlsConnect({ host, port, rejectUnauthorized: false }, answered)
    : tcpConnect({ host, port }, answered);
}

/** A published port stands for the port of the target; any other port is the same on both sides. */
function checkedEndpoint({ port, endpoint }: CheckedTarget, settings: HealthCheckSettings): TargetEndpoint {
  if (settings.port === 'traffic-port' || settings.port === String(port)) return endpoint;
  return { host: endpoint.host, port: Number(settings.port) };
}
