import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import type { Machine } from './runner/machine.ts';
import { readWorkflow } from './runner/read-workflow.ts';
import { gracesOfGitHub } from './runner/script-process.ts';
import { awsCredentials } from './runner/stand-ins/aws-credentials.ts';
import { checkout } from './runner/stand-ins/checkout.ts';
import { runWorkflow, type Order, type WorkflowResult } from './runner/workflow-run.ts';
import { pushImage } from './shop-image.ts';
import {
  createRepositories,
  imageOf,
  openServices,
  region,
  services,
  standingOf,
  type Cluster,
  type Service,
  type Standing,
} from './shop-world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = path.join(root, 'docs/examples/workflows');
const author = ['-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com'];

/** A shop with a git repository of its own and services in two clusters of a sandbox, all of them running the first commit. */
export class Shop {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly folder: string;
  /** The commit that everything runs at first. */
  first = '';
  readonly #configuration: string;

  private constructor(server: SandboxServer, folder: string, configuration: string) {
    this.sandbox = server.sandbox;
    this.server = server;
    this.folder = folder;
    this.#configuration = configuration;
  }

  /** @param more what stands in ecsdeploy.yml for web, such as `approve: before-traffic` */
  static async open(more = ''): Promise<Shop> {
    const sandbox = new Sandbox({ seed: 3, startAt: Date.now(), region });
    const server = await SandboxServer.start(sandbox, { port: 0, speed: 100 });
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-shop-'));
    const shop = new Shop(server, folder, configuration(more));
    createRepositories(sandbox.worldOf(region));
    await mkdir(shop.repository);
    shop.#git('init', '--quiet', '--initial-branch=main');
    shop.first = await shop.commit('first');
    openServices(sandbox, shop.first);
    return shop;
  }

  async close(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get repository(): string {
    return path.join(this.folder, 'repository');
  }

  /** A commit whose images are in the registry; returns its SHA. */
  async commit(subject: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const dockerfiles = services.map((name) => [`services/${name}/Dockerfile`, 'FROM scratch\n'] as const);
    const files = [['ecsdeploy.yml', this.#configuration] as const, ...dockerfiles, ...Object.entries(more)];
    for (const [name, content] of files) {
      await mkdir(path.dirname(path.join(this.repository, name)), { recursive: true });
      await writeFile(path.join(this.repository, name), content);
    }
    this.#git('add', '--all');
    this.#git(...author, 'commit', '--quiet', '--allow-empty', '-m', subject);
    const sha = this.#git('rev-parse', 'HEAD').trim();
    for (const service of services) await pushImage(this.sandbox, this.repository, service, sha);
    return sha;
  }

  /** A commit that is not on main. */
  async commitBeside(subject: string): Promise<string> {
    this.#git('checkout', '--quiet', '-b', 'beside');
    const sha = await this.commit(subject);
    this.#git('checkout', '--quiet', 'main');
    return sha;
  }

  /** Tasks of this commit find no image that they can pull. */
  breaks(service: Service, sha: string): void {
    this.sandbox.control.behave(`127.0.0.1:${this.server.port}/shop/${service}:${sha}`, {
      stoppedReason: `CannotPullContainerError: failed to resolve ref shop/${service}:${sha}: not found`,
    });
  }

  /** All files that are there now, of the repository and of every job. */
  files(): readonly string[] {
    return readdirSync(this.folder, { recursive: true }).map(String);
  }

  service(cluster: Cluster, service: Service): Standing {
    return standingOf(this.sandbox, cluster, service);
  }

  image(cluster: Cluster, service: Service): string {
    return imageOf(this.sandbox, cluster, service);
  }

  /** One of docs/examples/workflows, run by the action of this repository. */
  async run(file: string, order: Pick<Order, 'event' | 'sha'> & Partial<Order>): Promise<WorkflowResult> {
    const workflow = await readWorkflow(path.join(examples, file));
    return await runWorkflow({ workflow, machine: this.#machine(), ...order });
  }

  #machine(): Machine {
    const { account } = this.sandbox.worldOf(region);
    return {
      environment: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.folder,
        AWS_ENDPOINT_URL: this.server.url,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      folder: this.folder,
      actions: { 'ecsdeploy/ecsdeploy': root },
      standIns: {
        'actions/checkout': checkout(this.repository),
        'aws-actions/configure-aws-credentials': awsCredentials(account),
      },
      grace: gracesOfGitHub,
    };
  }

  #git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.repository, encoding: 'utf8' });
  }
}

function configuration(more: string): string {
  const of = (name: Service): string =>
    `  ${name}:\n    image:\n      repository: shop/${name}\n      context: services/${name}\n`;
  const own = more === '' ? '' : `    ${more}\n`;
  const at = (cluster: Cluster): string => `  ${cluster}:\n    cluster: ${cluster}\n    region: ${region}\n`;
  return `version: 1\nservices:\n${of('web')}${own}${of('api')}environments:\n${at('staging')}${at('production')}`;
}
