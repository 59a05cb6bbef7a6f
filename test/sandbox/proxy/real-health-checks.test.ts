import { createServer as createTlsServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { createServer, type Socket } from 'node:net';
import type { CreateTargetGroupCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import { forwardTo, listen, shut, Stage, until } from './stage.ts';
import { certificate } from './certificate.ts';

let stage: Stage;
beforeEach(async () => {
  // An interval of five seconds takes 50 ms; timeouts are real time.
  stage = await Stage.begin({ speed: 100 });
});
afterEach(() => stage.end());

const checked = (name: string, settings: Partial<CreateTargetGroupCommandInput> = {}): TargetGroup =>
  stage.group(name, { HealthCheckEnabled: true, ...settings });

describe('a real target', () => {
  it('is asked as AWS asks, and is healthy after the first good answer', async () => {
    const asked: IncomingMessage[] = [];
    const group = checked('blue', {
      HealthCheckPath: '/health?deep=1',
      Matcher: { HttpCode: '200-204' },
    });
    stage.listener([forwardTo([group, 1])]);
    const { id } = await stage.httpTarget(group, (request, response) => {
      asked.push(request);
      response.writeHead(204).end();
    });

    expect(await stage.health(group, id, 'healthy')).toEqual({ state: 'healthy' });
    expect(asked[0]).toMatchObject({
      method: 'GET',
      url: '/health?deep=1',
      headers: { host: `${id}:80`, 'user-agent': 'ELB-HealthChecker/2.0', connection: 'close' },
    });
  });

  it('falls at the unhealthy threshold, and needs the healthy threshold to come back', async () => {
    const group = checked('blue', { HealthyThresholdCount: 3, UnhealthyThresholdCount: 2 });
    stage.listener([forwardTo([group, 1])]);
    let checks = 0;
    let status = 200;
    const { id } = await stage.httpTarget(group, (_request, response) => {
      checks += 1;
      response.writeHead(status).end();
    });
    const checksUntil = async (state: string): Promise<number> => {
      checks = 0;
      await stage.health(group, id, state);
      return checks;
    };
    expect(await checksUntil('healthy')).toBe(1);
    status = 500;
    expect(await checksUntil('unhealthy')).toBe(2);
    expect(stage.world.elbv2.targetHealth(group.arn, { id, port: 80 })).toEqual({
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [500]',
    });
    status = 200;
    expect(await checksUntil('healthy')).toBe(3);
  });

  it('that refuses connections fails', async () => {
    const group = checked('blue');
    stage.listener([forwardTo([group, 1])]);
    const gone = createServer();
    const port = await listen(gone);
    await shut(gone);
    const id = stage.register(group, { host: '127.0.0.1', port });

    expect(await stage.health(group, id, 'unhealthy')).toEqual({
      state: 'unhealthy',
      reason: 'Target.FailedHealthChecks',
      description: 'Health checks failed',
    });
  });

  it('that answers no HTTP fails', async () => {
    const group = checked('blue');
    stage.listener([forwardTo([group, 1])]);
    const { id } = await stage.target(
      group,
      createServer((socket) => socket.end('rubbish\r\n\r\n')),
    );

    expect(await stage.health(group, id, 'unhealthy')).toMatchObject({ reason: 'Target.FailedHealthChecks' });
  });

  it('that keeps silent times out, and the check gives its connection back', async () => {
    const open = new Set<Socket>();
    const group = checked('blue');
    group.healthCheck.timeoutSeconds = 0.05;
    stage.listener([forwardTo([group, 1])]);
    const silent = createServer((socket) => {
      open.add(socket.on('close', () => open.delete(socket)).on('error', () => undefined));
      socket.resume();
    });
    const { id } = await stage.target(group, silent);

    expect(await stage.health(group, id, 'unhealthy')).toEqual({
      state: 'unhealthy',
      reason: 'Target.Timeout',
      description: 'Request timed out',
    });
    await stage.server.stop();
    await until(() => open.size === 0);
  });

  it('is asked at the health check port, where that is another one', async () => {
    const group = checked('blue');
    const spare = stage.group('spare');
    const { endpoint } = await stage.httpTarget(spare, (_request, response) => response.end());
    group.healthCheck.port = String(endpoint.port);
    stage.listener([forwardTo([group, 1])]);
    const id = stage.register(group, { host: '127.0.0.1', port: 1 });

    expect(await stage.health(group, id, 'healthy')).toEqual({ state: 'healthy' });
  });

  it('of a TCP check only has to take the connection', async () => {
    const group = checked('blue', { Protocol: 'TCP' });
    group.healthCheck.timeoutSeconds = 1;
    stage.listener([forwardTo([group, 1])]);
    const { id } = await stage.target(
      group,
      createServer((socket) => socket.on('error', () => undefined)),
    );

    expect(await stage.health(group, id, 'healthy')).toEqual({ state: 'healthy' });
  });

  it('is asked over TLS without a look at its certificate', async () => {
    const group = checked('blue', { Protocol: 'HTTPS', HealthCheckProtocol: 'HTTPS' });
    stage.listener([forwardTo([group, 1])]);
    const secure = createTlsServer(certificate, (_request, response) => response.end());
    const { id } = await stage.target(group, secure);

    expect(await stage.health(group, id, 'healthy')).toEqual({ state: 'healthy' });
  });

  it('that speaks HTTP/2 is not judged by an HTTP/1.1 check', async () => {
    const group = checked('blue', { ProtocolVersion: 'GRPC' });
    stage.listener([forwardTo([group, 1])]);
    const { id } = await stage.httpTarget(group, (_request, response) => response.end());

    expect(await stage.health(group, id, 'unhealthy')).toMatchObject({ reason: 'Elb.InternalError' });
  });

  it('that has left meanwhile is not brought back by a late answer', async () => {
    const group = checked('blue');
    stage.listener([forwardTo([group, 1])]);
    let answer: (() => void) | undefined;
    const { id } = await stage.httpTarget(group, (_request, response) => {
      answer ??= () => response.end();
    });
    await until(() => answer !== undefined);
    const told: string[] = [];
    group.attributes.set('deregistration_delay.timeout_seconds', '20');
    stage.world.elbv2.onHealthChange(({ health }) => told.push(health.reason ?? health.state));
    stage.deregister(group, id);
    answer!();
    await stage.health(group, id, 'Target.NotRegistered');

    expect(told).toEqual(['Target.DeregistrationInProgress', 'Target.NotRegistered']);
  });

  it('is forgotten with its world: a late answer after a reset changes nothing', async () => {
    const group = checked('blue');
    stage.listener([forwardTo([group, 1])]);
    let answer: (() => void) | undefined;
    await stage.httpTarget(group, (_request, response) => {
      answer ??= () => response.end();
    });
    await until(() => answer !== undefined);
    const told: string[] = [];
    stage.world.elbv2.onHealthChange(({ health }) => told.push(health.state));
    stage.server.sandbox.control.reset();
    answer!();
    await fetch(`${stage.server.url}/_sandbox/status`);

    expect(told).toEqual([]);
    expect(stage.server.sandbox.timeline.nextAt()).toBeUndefined();
  });
});
