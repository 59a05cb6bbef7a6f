import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  advanceSandbox,
  clearFaults,
  injectFault,
  recentCalls,
  resetSandbox,
  sandboxHooks,
  sandboxStatus,
  scriptHook,
  setBehaviour,
  stopSandbox,
} from '../../src/sandbox/control-client.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';

let server: SandboxServer;
let client: STSClient;
beforeEach(async () => {
  server = await SandboxServer.start(new Sandbox(), { port: 0 });
  client = new STSClient({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await server.stop();
});

const whoAmI = (): Promise<unknown> => client.send(new GetCallerIdentityCommand({}));

describe('the server', () => {
  it('answers AWS clients', async () => {
    await expect(whoAmI()).resolves.toMatchObject({ Account: '123456789012' });
    const { calls, counts } = await recentCalls(server.url);
    expect(calls).toMatchObject([{ service: 'sts', operation: 'GetCallerIdentity', status: 200 }]);
    expect(counts).toEqual({ GetCallerIdentity: 1 });
  });

  it('says so when its port is taken', async () => {
    const second = SandboxServer.start(new Sandbox(), { port: server.port });
    await expect(second).rejects.toMatchObject({
      code: 'sandbox.port_in_use',
      message: `Port ${server.port} is in use; the sandbox cannot listen on it.`,
    });
  });

  it('breaks the connection when a reply is to be lost', async () => {
    await injectFault(server.url, { operation: 'GetCallerIdentity', loseReply: true, count: 1 });
    await expect(whoAmI()).rejects.toThrow('socket hang up');
    await whoAmI();
  });

  it('lets time pass at its speed, between calls and on request', async () => {
    let isRung = false;
    server.sandbox.timeline.after(3_600_000, 'bell', () => (isRung = true));
    const before = await sandboxStatus(server.url);
    const after = await advanceSandbox(server.url, 3_600_000);
    expect(after.now - before.now).toBeGreaterThanOrEqual(3_600_000);
    expect(isRung).toBe(true);
  });

  it('lets events happen by themselves', async () => {
    await server.stop();
    server = await SandboxServer.start(new Sandbox(), { port: 0, speed: 100_000 });
    await new Promise<void>((resolve) => {
      server.sandbox.timeline.after(10_000, 'bell', resolve);
      server.timeMoved();
    });
  });

  it('stops when it is told to', async () => {
    await stopSandbox(server.url);
    await server.stopped;
    await expect(sandboxStatus(server.url)).rejects.toMatchObject({
      code: 'sandbox.unreachable',
      message: `No sandbox answers at ${server.url}.`,
    });
  });
});

describe('control', () => {
  it('sets behaviours, faults, and forgets them on reset', async () => {
    await setBehaviour(server.url, 'demo/web:2', {
      startDelay: 10,
      exit: { code: 137, after: 20 },
      http: { status: 500 },
    });
    expect(server.sandbox.world.behaviours.of('demo/web:2')).toEqual({
      startDelay: 10,
      exit: { code: 137, after: 20 },
      health: 'healthy',
      http: { status: 500, errorRate: 0, latency: 5 },
    });
    await injectFault(server.url, { operation: '*', error: 'ThrottlingException', rate: 0.5 });
    expect((await sandboxStatus(server.url)).faults).toMatchObject([{ operation: '*', rate: 0.5 }]);
    expect((await clearFaults(server.url)).faults).toEqual([]);
    await resetSandbox(server.url);
    expect(server.sandbox.world.behaviours.of('demo/web:2').startDelay).toBe(5000);
  });

  it('scripts functions of hooks, and tells how they were called', async () => {
    await scriptHook(server.url, 'check-it', [
      { kind: 'answer', hookStatus: 'IN_PROGRESS', callBackDelay: 10, hookDetails: { attempt: 1 } },
      { kind: 'not-found' },
    ]);
    server.sandbox.world.lambda.invoke('check-it', { lifecycleStage: 'POST_SCALE_UP' });

    expect(await sandboxHooks(server.url)).toMatchObject({
      scripts: { 'check-it': [{ kind: 'not-found' }] },
      invocations: [
        {
          functionArn: 'check-it',
          payload: { lifecycleStage: 'POST_SCALE_UP' },
          answer: { kind: 'answer', hookStatus: 'IN_PROGRESS', callBackDelay: 10 },
        },
      ],
    });
  });

  it.each([
    ['advance', '{"milliseconds":-5}', 'milliseconds must be a number of at least 0, not -5.'],
    ['advance', '{}', 'milliseconds must be a number of at least 0, it is missing.'],
    ['behave', '{"health":"ok","image":"a"}', 'health must be one of healthy, unhealthy, none, not "ok".'],
    ['behave', '{"image":"a","http":{"errorRate":2}}', 'errorRate must be a number from 0 to 1, not 2.'],
    [
      'behave',
      '{"image":"a","delay":1}',
      'There is no setting delay; there are image, startDelay, exit, command, stoppedReason, failure, health, http, cpu, memory.',
    ],
    ['fault', '{"operation":"*"}', 'A fault on * needs one of error, delay, loseReply and hang.'],
    [
      'fault',
      '{"operation":"MakeCoffee","error":"X"}',
      'operation must be the name of an operation that the sandbox supports, or *, not "MakeCoffee".',
    ],
    ['fault', '{', 'The body must be JSON, not "{".'],
    ['hook', '{"answers":[]}', 'function must be the name or ARN of a function, it is missing.'],
    ['hook', '{"function":"f"}', 'answers must be a list of answers, it is missing.'],
    ['hook', '{"function":"f","answers":["no"]}', 'An answer must be an object, not "no".'],
    [
      'hook',
      '{"function":"f","answers":[{"kind":"maybe"}]}',
      'kind must be one of answer, silent, not-found, denied, no-role, not "maybe".',
    ],
    [
      'hook',
      '{"function":"f","answers":[{"kind":"answer","callBackDelay":-1}]}',
      'callBackDelay must be a number of at least 0, not -1.',
    ],
    [
      'traffic',
      '{"loadBalancer":"a"}',
      'requestsPerSecond must be a number from 0 to 1000000, it is missing.',
    ],
    [
      'traffic',
      '{"requestsPerSecond":1}',
      'loadBalancer must be the name or ARN of a load balancer, it is missing.',
    ],
    [
      'traffic',
      '{"loadBalancer":"a","requestsPerSecond":1,"path":"x"}',
      'path must be a path that begins with /, not "x".',
    ],
    ['traffic', '{"loadBalancer":"a","requestsPerSecond":1}', 'There is no load balancer a; there is none.'],
  ])('refuses POST %s of %s in one sentence', async (path, body, error) => {
    const response = await fetch(`${server.url}/_sandbox/${path}`, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error });
  });

  it('says what it has when it is asked for something else', async () => {
    const response = await fetch(`${server.url}/_sandbox/coffee`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: expect.stringContaining('no GET /_sandbox/coffee'),
    });
  });
});
