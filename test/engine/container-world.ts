import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type ContainerDefinition,
  type RegisterTaskDefinitionCommandInput,
  type RunTaskCommandInput,
  type Task,
} from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RuntimeMode } from '../../src/sandbox/runtime/runtimes.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { dockerPath } from './docker-path.ts';

const logGroup = '/test';
const patience = 30_000;

/** A sandbox in this process whose tasks are real containers, as AWS's clients and the docker CLI see it. */
export class ContainerWorld {
  readonly server: SandboxServer;
  readonly ecs: ECSClient;
  readonly ecr: ECRClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly logs: CloudWatchLogsClient;

  private constructor(server: SandboxServer) {
    const options = {
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    this.server = server;
    this.ecs = new ECSClient(options);
    this.ecr = new ECRClient(options);
    this.elbv2 = new ElasticLoadBalancingV2Client(options);
    this.logs = new CloudWatchLogsClient(options);
  }

  static async begin(runtime: RuntimeMode = 'docker'): Promise<ContainerWorld> {
    const server = await SandboxServer.start(new Sandbox({ startAt: Date.now() }), { port: 0, runtime });
    const world = new ContainerWorld(server);
    await world.furnish();
    return world;
  }

  async furnish(): Promise<void> {
    await this.ecs.send(new CreateClusterCommand({ clusterName: 'demo' }));
    await this.logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
  }

  async end(): Promise<void> {
    for (const client of [this.ecs, this.ecr, this.elbv2, this.logs]) client.destroy();
    await this.server.stop();
  }

  /** Registers a task definition of containers that log to CloudWatch; returns its ARN. */
  async define(
    containers: readonly ContainerDefinition[],
    changes: Partial<RegisterTaskDefinitionCommandInput> = {},
  ): Promise<string> {
    const options = {
      'awslogs-group': logGroup,
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'test',
    };
    const { taskDefinition } = await this.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: `test-${randomBytes(4).toString('hex')}`,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        containerDefinitions: containers.map((container) => ({
          logConfiguration: { logDriver: 'awslogs', options },
          stopTimeout: 2,
          ...container,
        })),
        ...changes,
      }),
    );
    return taskDefinition!.taskDefinitionArn!;
  }

  /** Runs one task; returns its ARN. */
  async run(taskDefinition: string, changes: Partial<RunTaskCommandInput> = {}): Promise<string> {
    const { tasks } = await this.ecs.send(
      new RunTaskCommand({
        cluster: 'demo',
        taskDefinition,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        ...changes,
      }),
    );
    return tasks![0]!.taskArn!;
  }

  /** Runs one container, `app`, to whatever end. */
  async start(
    container: Partial<ContainerDefinition>,
    changes: Partial<RunTaskCommandInput> = {},
  ): Promise<string> {
    return await this.run(await this.define([{ name: 'app', ...container }]), changes);
  }

  async describe(task: string): Promise<Task> {
    const { tasks } = await this.ecs.send(new DescribeTasksCommand({ cluster: 'demo', tasks: [task] }));
    return tasks![0]!;
  }

  async stop(task: string): Promise<void> {
    await this.ecs.send(new StopTaskCommand({ cluster: 'demo', task }));
  }

  /** Looks at a task until something is so. */
  async until(task: string, isSo: (task: Task) => boolean): Promise<Task> {
    const deadline = Date.now() + patience;
    for (;;) {
      const seen = await this.describe(task);
      if (isSo(seen)) return seen;
      await wait(50);
      if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)}`);
    }
  }

  untilRunning(task: string): Promise<Task> {
    return this.until(task, ({ lastStatus }) => lastStatus === 'RUNNING' || lastStatus === 'STOPPED');
  }

  untilStopped(task: string): Promise<Task> {
    return this.until(task, ({ lastStatus }) => lastStatus === 'STOPPED');
  }

  /** What a container of a task has printed. */
  async printed(task: string, container = 'app'): Promise<string[]> {
    const logStreamNames = [`test/${container}/${task.slice(task.lastIndexOf('/') + 1)}`];
    const { events } = await this.logs.send(
      new FilterLogEventsCommand({ logGroupName: logGroup, logStreamNames }),
    );
    return events!.map(({ message }) => message!);
  }

  /** Pushes a local image into the sandbox's registry, and takes it from the engine; returns its name there. */
  async push(image: string, repositoryName: string): Promise<string> {
    const { repository } = await this.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const { authorizationData } = await this.ecr.send(new GetAuthorizationTokenCommand({}));
    const token = Buffer.from(authorizationData![0]!.authorizationToken!, 'base64').toString();
    const name = `${repository!.repositoryUri!}:1`;
    const config = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-login-'));
    try {
      await docker(['tag', image, name]);
      const login = [
        '--config',
        config,
        'login',
        '--username',
        'AWS',
        '--password-stdin',
        name.slice(0, name.indexOf('/')),
      ];
      await docker(login, token.slice('AWS:'.length));
      await docker(['--config', config, 'push', '--quiet', name]);
      await docker(['image', 'rm', name]);
    } finally {
      rmSync(config, { recursive: true });
    }
    return name;
  }

  /** The containers that the engine has of this sandbox. */
  containers(): Promise<string[]> {
    return labelled(`ecsdeploy.sandbox=${process.pid}:${this.server.port}`);
  }
}

/** The ids of all containers with a label. */
export async function labelled(label: string): Promise<string[]> {
  const ids = await docker(['ps', '--all', '--quiet', '--no-trunc', `--filter=label=${label}`]);
  return ids.split('\n').filter((id) => id !== '');
}

/** Runs a docker command to its end, while the sandbox of this process goes on; resolves with what it printed. */
export async function docker(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(dockerPath ?? 'docker', args, { stdio: 'pipe', timeout: patience });
  child.stdin.end(input);
  const [status, stdout, stderr] = await Promise.all([
    new Promise((resolve) => child.once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}
