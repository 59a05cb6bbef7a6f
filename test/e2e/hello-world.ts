import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ECS, type RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ECR } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { baseImage } from '../engine/base-image.ts';
import { createTargetGroup } from './hello-balancer.ts';
import { finish, type Finished } from './sandbox-world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = path.join(root, 'bin', 'run.js');
const region = 'us-east-1';
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** The example hello in a git repository of its own, a sandbox that runs containers, and the built command between them. */
export class HelloWorld {
  readonly folder: string;
  readonly url: string;
  readonly ecs: ECS;
  readonly ecr: ECR;
  readonly logs: CloudWatchLogs;
  /** Everything that any command printed. */
  printed = '';
  readonly #sandbox: RunningSandbox;
  /** The image that hello is built on. */
  readonly base: string;

  private constructor(folder: string, sandbox: RunningSandbox, base: string) {
    const { url } = sandbox;
    this.folder = folder;
    this.url = url;
    this.#sandbox = sandbox;
    this.base = base;
    const client = { region, credentials, endpoint: url };
    this.ecs = new ECS(client);
    this.ecr = new ECR(client);
    this.logs = new CloudWatchLogs(client);
  }

  /** @param forSandbox variables of the sandbox alone */
  static async begin(forSandbox: NodeJS.ProcessEnv = {}): Promise<HelloWorld> {
    const base = baseImage();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-hello-'));
    await cp(path.join(root, 'docs', 'examples', 'hello'), folder, { recursive: true });
    const sandbox = await startSandbox({ HOME: folder, ...forSandbox });
    const world = new HelloWorld(folder, sandbox, base);
    await world.git('init', '--quiet');
    await world.commit('First');
    return world;
  }

  async end(): Promise<void> {
    const { child } = this.#sandbox;
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
    await rm(this.folder, { recursive: true });
  }

  /** Everything that the sandbox has printed so far. */
  get printedBySandbox(): string {
    return this.#sandbox.printed();
  }

  /** Two tasks behind a load balancer. @returns the address of its listener */
  async createService(image: string): Promise<string> {
    await this.logs.createLogGroup({ logGroupName: '/ecs/demo/hello' });
    await this.ecs.createCluster({ clusterName: 'demo' });
    const targetGroupArn = await this.#createLoadBalancer();
    const { stdout } = await this.run(['render', 'hello', '--image', image]);
    await this.ecs.registerTaskDefinition(JSON.parse(stdout) as RegisterTaskDefinitionCommandInput);
    await this.ecs.createService({
      cluster: 'demo',
      serviceName: 'hello',
      taskDefinition: 'hello',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    const watched = await this.run(['watch', 'hello']);
    if (watched.code !== 0) throw new Error(`the service does not become steady: ${watched.stderr}`);
    return await this.listenerUrl();
  }

  async listenerUrl(): Promise<string> {
    const answer = await fetch(`${this.url}/_sandbox/listeners`);
    const { listeners } = (await answer.json()) as { listeners: readonly { url?: string }[] };
    return listeners[0]?.url ?? '';
  }

  async edit(file: string, change: (text: string) => string): Promise<void> {
    const name = path.join(this.folder, file);
    await writeFile(name, change(await readFile(name, 'utf8')));
  }

  /** @returns its SHA */
  async commit(message: string): Promise<string> {
    await this.git('add', '.');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return await this.git('rev-parse', 'HEAD');
  }

  async git(...args: readonly string[]): Promise<string> {
    const child = spawn('git', args, { cwd: this.folder, env: { ...environment(), ...identity } });
    const { code, stdout, stderr } = await finish(child);
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  /** What a shell would start, in `folder`. */
  commandOf(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return {
      program: process.execPath,
      args: [bin, ...args],
      env: {
        ...environment(),
        HOME: this.folder,
        HELLO_BASE: this.base,
        AWS_ENDPOINT_URL: this.url,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...env,
      },
    };
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const command = this.commandOf(args, env);
    return spawn(command.program, command.args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: command.env,
    });
  }

  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const finished = await finish(this.start(args, env));
    this.printed += finished.stdout + finished.stderr;
    return finished;
  }

  async #createLoadBalancer(): Promise<string> {
    const elbv2 = new ElasticLoadBalancingV2({ region, credentials, endpoint: this.url });
    const { LoadBalancers } = await elbv2.createLoadBalancer({
      Name: 'hello',
      Subnets: ['subnet-1', 'subnet-2'],
    });
    const TargetGroupArn = await createTargetGroup(elbv2, 'hello');
    await elbv2.createListener({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });
    return TargetGroupArn;
  }
}

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@shop.example',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@shop.example',
};

/** What a shell has, and nothing that would change what the command does. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, DOCKER_HOST, TMPDIR } = process.env;
  return {
    PATH,
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
  };
}

interface RunningSandbox {
  readonly child: ChildProcess;
  readonly url: string;
  readonly printed: () => string;
}

async function startSandbox(env: NodeJS.ProcessEnv): Promise<RunningSandbox> {
  const child = spawn(
    process.execPath,
    [bin, 'sandbox', 'start', '--port', '0', '--runtime', 'docker', '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment(), ...env } },
  );
  let printed = '';
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: unknown): void => {
      printed += String(chunk);
      const found = /"url":\s*"([^"]+)"/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    // Read to its end: a sandbox that cannot print would not be the one that people run.
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(`the sandbox did not start: ${printed}`)));
  });
  return { child, url: await url, printed: () => printed };
}
