import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { elbv2Operations } from '../../src/sandbox/elbv2/operations/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { ecsdeploy } from './run.ts';
import { withEnv } from './surroundings.ts';

interface Answer {
  readonly ok: boolean;
  readonly exitCode: number;
  readonly sandbox: { readonly now: number; readonly faults: readonly unknown[] };
}

describe('the sandbox commands', () => {
  let server: SandboxServer;
  beforeAll(async () => {
    server = await SandboxServer.start(new Sandbox(), { port: 0 });
  });
  beforeEach(() => server.sandbox.control.reset());
  afterAll(() => server.stop());

  const there = (): string => String(server.port);
  const ask = async (...argv: string[]): Promise<Answer> => {
    const ran = await ecsdeploy('sandbox', ...argv, '--port', there(), '--json');
    expect(ran.stderr).toBe('');
    return JSON.parse(ran.stdout) as Answer;
  };

  it('tells how it stands', async () => {
    const ran = await ecsdeploy('sandbox', 'status', '--port', there());

    expect(ran.stdout.split('\n')).toEqual([
      `Sandbox at http://127.0.0.1:${there()} (process ${process.pid})`,
      '  account  123456789012, us-east-1',
      expect.stringMatching(/^ {2}time {5}2026-01-15T\d\d:\d\d:\d\d\.\d{3}Z, speed 1, seed 1$/),
      expect.stringMatching(/^ {2}holds {4}0 clusters, 0 services; \d+ calls? so far$/),
      '  runtime  simulated',
      '',
    ]);
  });

  it('is found through AWS_ENDPOINT_URL', async () => {
    const ran = await withEnv({ AWS_ENDPOINT_URL: server.url }, () => ecsdeploy('sandbox', 'status'));

    expect(ran.stdout).toContain(server.url);
  });

  it('lets time pass', async () => {
    const before = await ask('status');
    const after = await ask('advance', '1h');

    expect(after.sandbox.now - before.sandbox.now).toBeGreaterThanOrEqual(3_600_000);
  });

  it('takes a fault and gives it back', async () => {
    await ask('fault', 'DescribeServices', '--error', 'ThrottlingException', '--rate', '0.5', '--count', '2');
    const during = await ask('status');
    const after = await ask('fault', '--clear');

    expect(during.sandbox.faults).toEqual([
      { operation: 'DescribeServices', error: 'ThrottlingException', rate: 0.5, count: 2 },
    ]);
    expect(after.sandbox.faults).toEqual([]);
  });

  it('says a behaviour back', async () => {
    const argv = [
      'demo/web:3',
      '--exit-code',
      '1',
      '--exit-after',
      '5s',
      '--http-status',
      '500',
      '--latency',
      '2s',
    ];

    expect(await ask('behave', ...argv)).toMatchObject({
      image: 'demo/web:3',
      change: { exit: { code: 1, after: 5_000 }, http: { status: 500, latency: 2_000 } },
    });
  });

  it('says back what a function answers to hooks, and what is left of it', async () => {
    const argv = ['check-it', '--answer', 'IN_PROGRESS', '--answer', 'silent'];
    const told = await ask('hook', ...argv, '--call-back-delay', '10s', '--details', '{"attempt":1}');
    const during = await ecsdeploy('sandbox', 'status', '--port', there());
    const after = await ecsdeploy('sandbox', 'hook', 'check-it', '--clear', '--port', there());

    expect(told).toMatchObject({
      function: 'check-it',
      answers: [
        { kind: 'answer', hookStatus: 'IN_PROGRESS', callBackDelay: 10, hookDetails: { attempt: 1 } },
        { kind: 'silent' },
      ],
    });
    expect(during.stdout).toContain('  hook     check-it answers IN_PROGRESS, then never answers\n');
    expect(after.stdout).toBe('From now on check-it answers SUCCEEDED.\n');
  });

  it('lets simulated requests come, and tells of them', async () => {
    const { world } = server.sandbox;
    const caller = { arn: '', accessKeyId: '' };
    const loadBalancer = { Name: 'shop', Subnets: ['subnet-1', 'subnet-2'] };
    const { LoadBalancers } = elbv2Operations.CreateLoadBalancer(world, loadBalancer, caller);
    const argv = ['sandbox', 'traffic', 'shop', '--requests-per-second', '0', '--port', there()];
    const inVain = await ecsdeploy(...argv.map((word) => (word === '0' ? '2.5' : word)));
    const listener = {
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn!,
      Port: 80,
      Protocol: 'HTTP' as const,
      DefaultActions: [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '200' } }],
    };
    elbv2Operations.CreateListener(world, listener, caller);

    const told = await ask('traffic', 'shop', '--requests-per-second', '2.5', '--path', '/cart');
    const during = await ecsdeploy('sandbox', 'status', '--port', there());
    const after = await ecsdeploy(...argv);
    const unknown = await ecsdeploy(...argv.map((word) => (word === 'shop' ? 'shoq' : word)));

    expect(inVain.stderr).toContain('The load balancer shop has no listener to which requests could come');
    expect(told).toMatchObject({ loadBalancer: 'shop', requestsPerSecond: 2.5, port: 80, path: '/cart' });
    expect(during.stdout).toContain(
      '  traffic  2.5 simulated requests a second for /cart come to shop, port 80\n',
    );
    expect(after.stdout).toBe('From now on no simulated requests come to shop.\n');
    expect(unknown.stderr).toContain('There is no load balancer shoq; there are shop');
  });

  it('empties it', async () => {
    const ran = await ecsdeploy('sandbox', 'reset', '--port', there());

    expect(ran.stdout).toMatch(/\nThe sandbox is empty\.\n$/);
  });

  it.each([
    [['fault', 'NoSuchOperation', '--error', 'X'], 'NoSuchOperation'],
    [['fault', 'DescribeServices'], 'nothing says what goes wrong with DescribeServices'],
    [['fault'], 'no operation is named'],
    [['behave', 'demo/web:3'], 'nothing says how containers of demo/web:3 should behave'],
    [['traffic', 'shop'], 'Missing required flag requests-per-second'],
    [['traffic', 'shop', '--requests-per-second', '-1'], '"-1" is not a number from 0 to 1000000'],
    [['hook', 'check-it'], 'nothing says what check-it should answer'],
    [['hook', 'check-it', '--answer', 'MAYBE'], 'Expected --answer=MAYBE to be one of'],
    [['hook', 'check-it', '--answer', 'FAILED', '--details', '[1]'], '--details: "[1]" is not a JSON object'],
    [['hook', 'check-it', '--answer', 'FAILED', '--clear'], '--clear'],
  ])('%j is wrong usage', async (argv, sentence) => {
    const ran = await ecsdeploy('sandbox', ...argv, '--port', there());

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(sentence);
  });

  it('ends with 10 when the port is taken, and says which and who to ask', async () => {
    const ran = await ecsdeploy('sandbox', 'start', '--port', there());

    expect(ran.exitCode).toBe(10);
    expect(ran.stderr).toContain(`port ${there()} is in use`);
    expect(ran.stderr).toContain(`lsof -i :${there()}`);
  });

  it('prints what points a shell at it', async () => {
    const ran = await withEnv({ AWS_PROFILE: 'work', AWS_SESSION_TOKEN: undefined }, () =>
      ecsdeploy('sandbox', 'env', '--port', '4600'),
    );

    expect(ran.stdout.split('\n')).toEqual([
      'unset AWS_PROFILE',
      'export AWS_ENDPOINT_URL=http://127.0.0.1:4600',
      'export AWS_ACCESS_KEY_ID=sandbox',
      'export AWS_SECRET_ACCESS_KEY=sandbox',
      'export AWS_REGION=us-east-1',
      'export AWS_DEFAULT_REGION=us-east-1',
      '',
    ]);
  });
});

describe('without a sandbox', () => {
  it('ends with 7, says where it looked, and how to start one', async () => {
    const port = await aFreePort();

    const ran = await ecsdeploy('sandbox', 'status', '--port', String(port));

    expect(ran).toEqual({
      exitCode: 7,
      stdout: '',
      stderr: `Error: No sandbox answers at http://127.0.0.1:${port}\n  Start one: ecsdeploy sandbox start\n`,
    });
  });

  it('runs no containers at another speed than theirs', async () => {
    const ran = await ecsdeploy('sandbox', 'start', '--port', '0', '--runtime', 'docker', '--speed', '10');

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(
      '--runtime docker runs containers in real time, so it does not go with --speed 10',
    );
  });

  it('runs no containers without an engine, and says so', async () => {
    const ran = await withEnv({ PATH: '' }, () =>
      ecsdeploy('sandbox', 'start', '--port', '0', '--runtime', 'docker'),
    );

    expect(ran.exitCode).toBe(7);
    expect(ran.stderr).toContain(
      'No container engine answers, so the sandbox cannot run tasks as real containers',
    );
  });

  it('starts one, and stops it again', async () => {
    const port = await aFreePort();
    const running = ecsdeploy('sandbox', 'start', '--port', String(port), '--demo', '--json');
    await untilItAnswers(`http://127.0.0.1:${port}/_sandbox/status`);

    // Not through ecsdeploy(): both would capture the output of the same process.
    await fetch(`http://127.0.0.1:${port}/_sandbox/stop`, { method: 'POST' });

    const ran = await running;
    expect(ran.exitCode).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: true, sandbox: { port, pid: process.pid } });
  });
});

function aFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
