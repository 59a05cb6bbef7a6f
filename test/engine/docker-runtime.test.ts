import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CreateServiceCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest, describe } from '@jest/globals';
import { resetSandbox, sandboxStatus, stopSandbox } from '../../src/sandbox/control-client.ts';
import { secretsManagerOperations } from '../../src/sandbox/secretsmanager/operations/index.ts';
import { ssmOperations } from '../../src/sandbox/ssm/operations/index.ts';
import { baseImage } from './base-image.ts';
import { ContainerWorld, docker, labelled } from './container-world.ts';
import { processesDuring } from './process-watch.ts';
import { describeWithEngine } from './require-engine.ts';

jest.setTimeout(60_000);

const forever = ['sh', '-c', 'trap "exit 0" TERM; echo up; while true; do sleep 0.1; done'];

describeWithEngine('tasks as real containers', () => {
  let world: ContainerWorld;
  let image: string;
  beforeAll(async () => {
    image = baseImage();
    world = await ContainerWorld.begin();
  });
  afterAll(() => world.end());

  describe('a container', () => {
    it('has the command, entry point, environment, folder and user of its definition, and its output is in the logs', async () => {
      const task = await world.start({
        image,
        entryPoint: ['sh', '-c'],
        command: [
          'echo "$GREETING"; echo "$KEY"; echo "$TOKEN"; echo "$PATH"; echo "$DOCKER_HOST"; pwd; id -u; echo "$0 $1" >&2',
          'zero',
          'one two',
        ],
        environment: [
          { name: 'GREETING', value: 'it\'s "me" $HOME' },
          { name: 'KEY', value: 'line 1\nline 2' },
          { name: 'PATH', value: '/bin:/elsewhere' },
          { name: 'DOCKER_HOST', value: 'tcp://192.0.2.1:1' },
        ],
        secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/token' }],
        workingDirectory: '/bin',
        user: '4711',
      });
      await world.untilStopped(task);
      expect((await world.printed(task)).sort()).toEqual(
        [
          'it\'s "me" $HOME',
          'line 1',
          'line 2',
          'sandbox:arn:aws:ssm:us-east-1:123456789012:parameter/token',
          '/bin:/elsewhere',
          'tcp://192.0.2.1:1',
          '/bin',
          '4711',
          'zero one two',
        ].sort(),
      );
    });

    it('has the values of its secrets, which stand in no argument of a program', async () => {
      const own = await ContainerWorld.begin();
      try {
        const { world: region } = own.server.sandbox;
        const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };
        const value = 'hunter2 "$HOME"';
        ssmOperations.PutParameter(region, { Name: '/app/key', Value: value, Type: 'SecureString' }, caller);
        const { ARN: arn } = secretsManagerOperations.CreateSecret(
          region,
          { Name: 'app/db', SecretString: '{"password":"pa\\nss"}' },
          caller,
        );
        const command = ['sh', '-c', 'echo "$KEY"; echo "$PASSWORD"'];
        const secrets = [
          { name: 'KEY', valueFrom: '/app/key' },
          { name: 'PASSWORD', valueFrom: `${arn}:password::` },
        ];
        const task = await own.start({ image, command, secrets });
        await own.untilStopped(task);
        expect((await own.printed(task)).sort()).toEqual([value, 'pa', 'ss'].sort());
        const broken = await own.start({
          image,
          command,
          secrets: [{ name: 'KEY', valueFrom: '/app/gone' }],
        });
        expect((await own.untilStopped(broken)).stoppedReason).toBe(
          'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /app/gone',
        );
      } finally {
        await own.end();
      }
    });

    it('can be told other things by RunTask', async () => {
      const containerOverrides = [
        { name: 'app', command: ['sh', '-c', 'echo $WHO'], environment: [{ name: 'WHO', value: 'another' }] },
      ];
      const task = await world.start(
        { image, command: ['false'], environment: [{ name: 'WHO', value: 'one' }] },
        { overrides: { containerOverrides } },
      );
      expect((await world.untilStopped(task)).containers).toMatchObject([{ exitCode: 0 }]);
      expect(await world.printed(task)).toEqual(['another']);
    });

    it('ends with its exit code, and its last words are there by then', async () => {
      const task = await world.start({
        image,
        command: ['sh', '-c', 'for n in 1 2 3; do echo $n; done; echo bye >&2; exit 3'],
      });
      const ended = await world.until(task, ({ desiredStatus }) => desiredStatus === 'STOPPED');
      expect((await world.printed(task)).sort()).toEqual(['1', '2', '3', 'bye']);
      expect(ended).toMatchObject({
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [{ exitCode: 3 }],
      });
    });

    it('prints lines of any length', async () => {
      const task = await world.start({
        image,
        command: ['sh', '-c', 'head -c 40000 /dev/zero | tr "\\0" x; echo; printf last'],
      });
      await world.untilStopped(task);
      expect((await world.printed(task)).map((line) => line.length)).toEqual([40_000, 4]);
    });

    it('writes no logs where none are configured', async () => {
      const definition = await world.define([
        { name: 'app', image, command: ['echo', 'hello'], logConfiguration: undefined },
      ]);
      const task = await world.run(definition);
      await world.untilStopped(task);
      await expect(world.printed(task)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    it('is healthy and unhealthy as its own check says', async () => {
      const healthCheck = { command: ['CMD', 'test', '-f', '/tmp/it is fine'], interval: 1, retries: 1 };
      const task = await world.start({
        image,
        command: ['sh', '-c', 'mkdir -p /tmp; touch "/tmp/it is fine"; sleep 3; rm /tmp/it*; sleep 60'],
        healthCheck,
      });
      expect(await world.untilRunning(task)).toMatchObject({ healthStatus: 'UNKNOWN' });
      await world.until(task, ({ healthStatus }) => healthStatus === 'HEALTHY');
      expect(await world.until(task, ({ healthStatus }) => healthStatus === 'UNHEALTHY')).toMatchObject({
        lastStatus: 'RUNNING',
        containers: [{ healthStatus: 'UNHEALTHY' }],
      });
      await world.stop(task);
      await world.untilStopped(task);
    });

    it.each([
      ['hears SIGTERM and ends as it likes', { command: forever }, 0],
      [
        'ends by SIGTERM under an init process',
        { command: ['sleep', '60'], linuxParameters: { initProcessEnabled: true } },
        143,
      ],
      ['is killed when its stop timeout is over', { command: ['sh', '-c', 'trap "" TERM; sleep 60'] }, 137],
    ])('%s', async (_what, container, exitCode) => {
      const task = await world.start({ image, ...container });
      await world.untilRunning(task);
      // It has to get to its trap.
      await wait(300);
      const asked = Date.now();
      await world.stop(task);
      const ended = await world.untilStopped(task);
      expect(ended).toMatchObject({ stopCode: 'UserInitiated', containers: [{ exitCode }] });
      if (exitCode === 137) expect(Date.now() - asked).toBeGreaterThanOrEqual(2_000);
    });

    it('is killed when it takes more memory than it has', async () => {
      const task = await world.start({
        image,
        memory: 16,
        command: ['sh', '-c', 'x=; while true; do x="$x$(head -c 1000000 /dev/zero | tr "\\0" a)"; done'],
      });
      expect((await world.untilStopped(task)).containers).toMatchObject([
        { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
      ]);
    });

    it('does not start with a command that its image does not have', async () => {
      const task = await world.start({ image, command: ['/no/such/program'] });
      expect(await world.untilStopped(task)).toMatchObject({
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'Task failed to start',
        containers: [
          {
            reason: expect.stringMatching(
              /^CannotStartContainerError: Error response from daemon: .*\/no\/such\/program/,
            ),
          },
        ],
      });
    });

    it('is noticed to have ended though the stream of events broke', async () => {
      const task = await world.start({ image, command: ['sleep', '3'] });
      await world.untilRunning(task);
      const streams = eventStreams(world.server.port);
      expect(streams).not.toEqual([]);
      for (const pid of streams) process.kill(pid);
      expect((await world.untilStopped(task)).containers).toMatchObject([{ exitCode: 0 }]);
    });
  });

  describe('an image', () => {
    it('that is not in the registry ends a task in the words of ECS', async () => {
      const name = await world.push(image, 'there');
      const missing = name.replace(/:1$/, ':2');
      expect(await world.untilStopped(await world.start({ image: missing }))).toMatchObject({
        stopCode: 'TaskFailedToStart',
        stoppedReason: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${missing}: ${missing}: not found`,
      });
      const nowhere = missing.replace('/there', '/nowhere');
      expect((await world.untilStopped(await world.start({ image: nowhere }))).stoppedReason).toBe(
        `CannotPullContainerError: API error (404): repository ${nowhere.replace(/:2$/, '')} not found`,
      );
    });

    it('for another platform ends a task too', async () => {
      const definition = await world.define([{ name: 'app', image, command: ['true'] }], {
        runtimePlatform: { cpuArchitecture: os.arch() === 'arm64' ? 'X86_64' : 'ARM64' },
      });
      expect((await world.untilStopped(await world.run(definition))).stoppedReason).toBe(
        `CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/${os.arch() === 'arm64' ? 'amd64' : 'arm64'}'`,
      );
    });

    it('that no registry has ends a task with what the engine says', async () => {
      const task = await world.start({ image: '127.0.0.1:1/nobody/is:here' });
      expect((await world.untilStopped(task)).stoppedReason).toMatch(
        /^CannotPullContainerError: Error response from daemon: .*connection refused/,
      );
    });

    it('is pulled from the registry of the sandbox, by its digest', async () => {
      const name = await world.push(image, 'pulled');
      const task = await world.start({ image: name, command: forever });
      const { containers } = await world.untilRunning(task);
      const digest = containers![0]!.imageDigest!;
      expect(await docker(['inspect', '--format={{.Config.Image}}', containers![0]!.runtimeId!])).toBe(
        name.replace(/:1$/, `@${digest}`),
      );
      await world.stop(task);
      await world.untilStopped(task);
    });
  });

  describe('the containers of a task', () => {
    it('start in their order, share a network and a volume, and stop together', async () => {
      const mountPoints = [{ sourceVolume: 'scratch', containerPath: '/scratch' }];
      const definition = await world.define(
        [
          {
            name: 'app',
            image,
            command: [
              'sh',
              '-c',
              'trap "exit 0" TERM; cat /scratch/greeting; httpd -f -p 8080 -h /scratch & wait',
            ],
            dependsOn: [{ containerName: 'prepare', condition: 'SUCCESS' }],
            mountPoints,
            healthCheck: {
              command: ['CMD-SHELL', 'wget -q -O - http://127.0.0.1:8080/greeting || exit 1'],
              interval: 5,
            },
          },
          {
            name: 'prepare',
            image,
            essential: false,
            command: ['sh', '-c', 'sleep 1; echo hello > /scratch/greeting; echo prepared'],
            mountPoints,
          },
          {
            name: 'neighbour',
            image,
            essential: false,
            command: ['sh', '-c', 'wget -q -O - http://127.0.0.1:8080/greeting; sleep 60'],
            dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }],
          },
        ],
        { volumes: [{ name: 'scratch' }] },
      );
      const task = await world.run(definition);
      const running = await world.untilRunning(task);
      expect(running).toMatchObject({
        lastStatus: 'RUNNING',
        containers: [
          { name: 'app', lastStatus: 'RUNNING', healthStatus: 'HEALTHY' },
          { name: 'prepare', lastStatus: 'STOPPED', exitCode: 0 },
          { name: 'neighbour', lastStatus: 'RUNNING' },
        ],
      });
      await world.stop(task);
      await world.untilStopped(task);
      expect(await world.printed(task, 'prepare')).toEqual(['prepared']);
      expect(await world.printed(task, 'app')).toEqual(['hello']);
      expect(await world.printed(task, 'neighbour')).toEqual(['hello']);
      expect(await goneWithin(5_000, () => world.containers())).toBe(true);
      const volumes = [
        'volume',
        'ls',
        '--quiet',
        `--filter=label=ecsdeploy.sandbox=${process.pid}:${world.server.port}`,
      ];
      expect(await docker(volumes)).toBe('');
    });

    it('do not start after one that had to succeed and did not', async () => {
      const definition = await world.define([
        {
          name: 'app',
          image,
          command: forever,
          dependsOn: [{ containerName: 'prepare', condition: 'SUCCESS' }],
        },
        { name: 'prepare', image, essential: false, command: ['false'] },
      ]);
      const task = await world.run(definition);
      expect(await world.untilStopped(task)).toMatchObject({
        stopCode: 'TaskFailedToStart',
        stoppedReason: 'Task failed to start',
        containers: [{}, { exitCode: 1 }],
      });
    });

    it('wait for another only as long as its start timeout says', async () => {
      const definition = await world.define([
        {
          name: 'app',
          image,
          command: forever,
          dependsOn: [{ containerName: 'prepare', condition: 'COMPLETE' }],
        },
        { name: 'prepare', image, essential: false, command: ['sleep', '60'], startTimeout: 2 },
      ]);
      const task = await world.run(definition);
      expect((await world.untilStopped(task)).stoppedReason).toBe('Task failed to start');
    });
  });

  it.each([
    ['bridge', '127.0.0.1'],
    ['host', '0.0.0.0'],
  ] as const)('are reached on a port of their host in %s mode', async (networkMode, bindIP) => {
    const port = await aFreePort();
    const definition = await world.define(
      [
        {
          name: 'app',
          image,
          memory: 64,
          command: ['httpd', '-f', '-p', String(port), '-h', '/bin'],
          portMappings: [{ containerPort: port }],
        },
      ],
      { networkMode, requiresCompatibilities: ['EC2'] },
    );
    const task = await world.run(definition, { launchType: 'EC2', networkConfiguration: undefined });
    const { containers } = await world.untilRunning(task);
    const binding = containers![0]!.networkBindings![0]!;
    expect(binding).toMatchObject({ bindIP, containerPort: port });
    expect(await statusOf(`http://127.0.0.1:${binding.hostPort!}/`)).toBe(404);
    await world.stop(task);
    await world.untilStopped(task);
  });

  it('are gone when their task is, and all of them when the sandbox is emptied', async () => {
    const tasks = [
      await world.start({ image, command: forever }),
      await world.start({ image, command: forever }),
    ];
    for (const task of tasks) await world.untilRunning(task);
    expect(await world.containers()).toHaveLength(2);
    expect((await sandboxStatus(world.server.url)).runtime).toMatchObject({ mode: 'docker', containers: 2 });
    await world.stop(tasks[0]!);
    await world.untilStopped(tasks[0]!);
    await goneWithin(5_000, async () => (await world.containers()).slice(1));
    expect(await world.containers()).toHaveLength(1);
    await resetSandbox(world.server.url);
    expect(await world.containers()).toEqual([]);
    expect((await sandboxStatus(world.server.url)).runtime.containers).toBe(0);
    await world.furnish();
  });

  it('keep what stands in their environment out of the arguments of programs and out of files', async () => {
    const canary = `canary-${process.pid}-${Date.now()}`;
    const environment = [
      { name: 'PASSWORD', value: canary },
      { name: 'HTTP_PROXY', value: canary },
    ];
    const run = async (): Promise<string> => {
      const task = await world.start({
        image,
        command: ['sh', '-c', 'echo $PASSWORD $HTTP_PROXY'],
        environment,
      });
      await world.untilStopped(task);
      return task;
    };
    const running = run();
    const seen = await processesDuring(running);
    expect(await world.printed(await running)).toEqual([`${canary} ${canary}`]);
    expect(seen.some(({ command }) => command.includes(`--label=ecsdeploy.sandbox=`))).toBe(true);
    expect(seen.filter(({ command }) => command.includes(canary)).map(({ command }) => command)).toEqual([]);
    expect(
      readdirSync(os.tmpdir()).filter((name) => name.startsWith(`ecsdeploy-private-${process.pid}-`)),
    ).toEqual([]);
  });
});

describeWithEngine('real containers behind a load balancer', () => {
  let world: ContainerWorld;
  let image: string;
  let relay: Relay | undefined;
  beforeAll(() => {
    image = baseImage();
  });
  afterEach(async () => {
    await world.end();
    relay?.cut();
    relay = undefined;
    delete process.env['DOCKER_HOST'];
  });

  /** A service of one task that answers on port 8080; tells its target and what a request through the listener gets. */
  async function serve(): Promise<{ target: string; answer: string }> {
    const { LoadBalancers } = await world.elbv2.send(
      new CreateLoadBalancerCommand({ Name: 'web', Subnets: ['subnet-1', 'subnet-2'] }),
    );
    const { TargetGroups } = await world.elbv2.send(
      new CreateTargetGroupCommand({
        Name: 'web',
        Protocol: 'HTTP',
        Port: 8080,
        VpcId: 'vpc-1',
        TargetType: 'ip',
        HealthCheckPath: '/greeting',
        HealthCheckIntervalSeconds: 5,
        HealthCheckTimeoutSeconds: 2,
        HealthyThresholdCount: 2,
      }),
    );
    const TargetGroupArn = TargetGroups![0]!.TargetGroupArn!;
    await world.elbv2.send(
      new CreateListenerCommand({
        LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
        Port: 8080,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
    const taskDefinition = await world.define([
      {
        name: 'app',
        image,
        command: ['sh', '-c', 'mkdir -p /srv; echo hello > /srv/greeting; exec httpd -f -p 8080 -h /srv'],
        portMappings: [{ containerPort: 8080 }],
      },
    ]);
    await world.ecs.send(
      new CreateServiceCommand({
        cluster: 'demo',
        serviceName: 'web',
        taskDefinition,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 8080 }],
      }),
    );
    const target = await untilHealthy(TargetGroupArn);
    const { listeners } = await sandboxStatus(world.server.url);
    const answer = await fetch(`${listeners[0]!.url!}/greeting`);
    return { target, answer: (await answer.text()).trim() };
  }

  async function untilHealthy(TargetGroupArn: string): Promise<string> {
    for (let look = 0; look < 300; look++) {
      const { TargetHealthDescriptions } = await world.elbv2.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      const [description] = TargetHealthDescriptions!;
      if (description?.TargetHealth?.State === 'healthy') return description.Target!.Id!;
      await wait(100);
    }
    throw new Error('the target did not become healthy');
  }

  async function addressOfTask(): Promise<string | undefined> {
    const { taskArns } = await world.ecs.send(new ListTasksCommand({ cluster: 'demo' }));
    const task = await world.describe(taskArns![0]!);
    return task.containers![0]!.networkInterfaces![0]!.privateIpv4Address;
  }

  it('are its targets by their own address', async () => {
    world = await ContainerWorld.begin();
    const { target, answer } = await serve();
    expect(answer).toBe('hello');
    expect(target).toBe(await addressOfTask());
    const [id] = await world.containers();
    expect(await docker(['inspect', '--format={{.NetworkSettings.Networks.bridge.IPAddress}}', id!])).toBe(
      target,
    );
  });

  it('are reached through published ports where the engine may be elsewhere', async () => {
    relay = await relayTo('/var/run/docker.sock');
    process.env['DOCKER_HOST'] = relay.url;
    world = await ContainerWorld.begin();
    const { target, answer } = await serve();
    expect(answer).toBe('hello');
    expect(target).toMatch(/^10\./);
    expect(target).toBe(await addressOfTask());
  });

  it('lose nothing that happens while the engine cannot be reached', async () => {
    relay = await relayTo('/var/run/docker.sock');
    process.env['DOCKER_HOST'] = relay.url;
    world = await ContainerWorld.begin();
    const count = 'for n in $(seq 30); do echo $n; sleep 0.1; done; exit 5';
    const task = await world.start({ image, command: ['sh', '-c', count] });
    await world.untilRunning(task);
    await wait(500);
    relay.cut();
    await wait(4000);
    expect(await world.describe(task)).toMatchObject({ lastStatus: 'RUNNING' });
    await relay.mend();
    expect((await world.untilStopped(task)).containers).toMatchObject([{ exitCode: 5 }]);
    expect((await world.printed(task)).map(Number)).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
  });

  it('run where their images are in the registry with their layers, and are simulated where not', async () => {
    world = await ContainerWorld.begin('auto');
    const held = await world.push(image, 'held');
    const real = await world.start({ image: held, command: forever });
    const simulated = await world.start({ image: 'nginx:1' });
    await world.untilRunning(real);
    await world.untilRunning(simulated);
    expect(await world.containers()).toHaveLength(1);
    const ran = await world.describe(real);
    expect(await world.containers()).toEqual([ran.containers![0]!.runtimeId]);
    const reference = held.replace(/:1$/, '');
    await world.end();
    expect(await labelled(`ecsdeploy.sandbox=${process.pid}:${world.server.port}`)).toEqual([]);
    expect(await docker(['image', 'ls', '--quiet', reference])).toBe('');
  });
});

describeWithEngine('a sandbox that was killed', () => {
  let child: ChildProcess;
  let owner: string;
  let url: string;
  beforeEach(async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const args = ['--import', 'tsx', path.join(root, 'test', 'engine', 'sandbox-process.ts')];
    child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (
      await new Promise<string>((resolve) => child.stdout!.once('data', (data) => resolve(String(data))))
    ).split('\n');
    ({ owner, url } = JSON.parse(line!) as { owner: string; url: string });
    for (let look = 0; (await labelled(`ecsdeploy.sandbox=${owner}`)).length === 0; look++) {
      if (look > 100) throw new Error('no container came up');
      await wait(100);
    }
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    for (const id of await labelled(`ecsdeploy.sandbox=${owner}`))
      await docker(['rm', '--force', '--volumes', id]);
  });

  it('leaves containers, which the next one removes', async () => {
    const other = await ContainerWorld.begin();
    expect(await labelled(`ecsdeploy.sandbox=${owner}`)).toHaveLength(1);
    await other.end();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(await labelled(`ecsdeploy.sandbox=${owner}`)).toHaveLength(1);
    const next = await ContainerWorld.begin();
    expect(await labelled(`ecsdeploy.sandbox=${owner}`)).toEqual([]);
    await next.end();
  });

  it('leaves none when it is stopped', async () => {
    await stopSandbox(url);
    expect(await labelled(`ecsdeploy.sandbox=${owner}`)).toEqual([]);
  });
});

/** The status that a server gives which may need a moment to come up. */
async function statusOf(url: string): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      return (await fetch(url)).status;
    } catch {
      await wait(100);
    }
  }
  throw new Error(`nobody answers at ${url}`);
}

function aFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** The `docker events` of the sandbox at a port. */
function eventStreams(port: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return (
          command[1] === 'events' &&
          command.includes(`--filter=label=ecsdeploy.sandbox=${process.pid}:${port}`)
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function goneWithin(milliseconds: number, look: () => Promise<readonly unknown[]>): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if ((await look()).length === 0) return true;
    await wait(100);
  }
  return false;
}

/** The engine over TCP, as if it were elsewhere. */
interface Relay {
  readonly url: string;
  /** From now on nobody gets through. */
  cut(): void;
  mend(): Promise<void>;
}

async function relayTo(engine: string): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(engine);
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    }
    from.pipe(to).pipe(from);
  });
  const listen = (port: number): Promise<unknown> =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        resolve();
      });
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `tcp://127.0.0.1:${port}`,
    cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    async mend() {
      await listen(port);
    },
  };
}
