import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What goes wrong with the requests that it is about, for as long as it stands. */
export interface Fault {
  readonly on: 'GET' | 'POST' | 'statuses' | 'all';
  /** `swallow`: it does what it is asked, and nobody hears of it. */
  readonly does: 'hang' | 'swallow' | 'reset' | 'forbid' | 'fail' | 'talk';
}

interface Status {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly log_url?: string;
  readonly environment_url?: string;
}

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly production_environment: boolean;
  /** Oldest first; GitHub lists the newest first. */
  readonly statuses: Status[];
}

type Answer = readonly [status: number, body: unknown];
type Body = Readonly<Record<string, unknown>>;

const states = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];
const unprocessable = (message: string): Answer => [422, { message }];

/**
 * The part of GitHub's REST API that knows deployments, on a port of this machine, with GitHub's rules (version 2022-11-28 of
 * github/rest-api-description: repos/create-deployment, repos/create-deployment-status, and the two lists).
 */
export class GitHubServer {
  readonly token = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a';
  readonly sha = '4f2a9c1d0e3b5a6978877665544332211000ffee';
  readonly repository = 'shop/backend';
  /** Everything that was asked: `POST /deployments`. */
  readonly asked: string[] = [];
  readonly deployments: Deployment[] = [];
  fault: Fault | undefined;
  /** How many times it has answered that it cannot or will not. */
  refused = 0;
  readonly #server: Server;
  #lastId = 1_000;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<GitHubServer> {
    const github = new GitHubServer();
    github.#server.listen(0, '127.0.0.1');
    await once(github.#server, 'listening');
    return github;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** What the runner gives a step of this repository, with the token that a person gives it. */
  get environment(): Record<string, string> {
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: this.repository,
      GITHUB_RUN_ID: '77',
      GITHUB_SHA: this.sha,
      GITHUB_TOKEN: this.token,
    };
  }

  /** Returns when this holds. */
  async waitFor(holds: () => boolean): Promise<void> {
    while (!holds()) await wait(5);
  }

  /** The states of a deployment, oldest first. */
  statesOf(index: number): string[] {
    return this.deployments[index]?.statuses.map(({ state }) => state) ?? [];
  }

  /** A deployment of somebody else, or of an earlier run. */
  add(deployment: Partial<Deployment>, state?: string): Deployment {
    const made: Deployment = {
      id: this.#nextId(),
      sha: this.sha,
      ref: this.sha,
      task: 'deploy:ecsdeploy',
      environment: 'production',
      description: '',
      payload: {},
      production_environment: false,
      statuses: state === undefined ? [] : [{ id: this.#nextId(), state, description: '' }],
      ...deployment,
    };
    this.deployments.push(made);
    return made;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://github');
    const path = url.pathname.replace(`/repos/${this.repository}`, '');
    this.asked.push(`${request.method ?? ''} ${path}`);
    const body = await bodyOf(request);
    const fault = this.#faultOn(request.method, path);
    if (fault === 'hang') return;
    if (fault === 'reset') {
      request.socket.destroy();
      return;
    }
    const [status, answer] = this.#refusal(request, url, fault) ?? this.#answer(path, url.searchParams, body);
    if (fault === 'swallow') return;
    if (status >= 400) this.refused += 1;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(answer));
  }

  #faultOn(method: string | undefined, path: string): Fault['does'] | undefined {
    const { on, does } = this.fault ?? {};
    const isMeant = on === 'all' || on === method || (on === 'statuses' && path.endsWith('/statuses'));
    return isMeant ? does : undefined;
  }

  #refusal(request: IncomingMessage, url: URL, fault: Fault['does'] | undefined): Answer | undefined {
    const { authorization, accept, 'x-github-api-version': version } = request.headers;
    if (authorization !== `Bearer ${this.token}`) return [401, { message: 'Bad credentials' }];
    if (version !== '2022-11-28' || accept !== 'application/vnd.github+json')
      return [400, { message: 'not the version that was meant' }];
    if (!url.pathname.startsWith(`/repos/${this.repository}/`)) return [404, { message: 'Not Found' }];
    if (fault === 'forbid') return [403, { message: 'Resource not accessible by integration' }];
    if (fault === 'fail') return [502, { message: 'Server Error' }];
    // What a server may put into a message: a client must not repeat its own token.
    return fault === 'talk' ? [500, { message: `your token ${this.token} is fine` }] : undefined;
  }

  #answer(path: string, query: URLSearchParams, body: Body | undefined): Answer {
    if (path === '/deployments') return body === undefined ? this.#list(query) : this.#create(body);
    const [, id] = /^\/deployments\/(\d+)\/statuses$/.exec(path) ?? [];
    const deployment = this.deployments.find((one) => String(one.id) === id);
    if (deployment === undefined) return [404, { message: 'Not Found' }];
    return body === undefined ? [200, [...deployment.statuses].reverse()] : this.#addStatus(deployment, body);
  }

  #list(query: URLSearchParams): Answer {
    const isWanted = (one: Deployment): boolean =>
      (['sha', 'environment', 'task', 'ref'] as const).every(
        (name) => (query.get(name) ?? one[name]) === one[name],
      );
    const perPage = Math.min(Number(query.get('per_page') ?? '30'), 100);
    const found = this.deployments.filter(isWanted).reverse().slice(0, perPage);
    return [200, found.map(withoutStatuses)];
  }

  #create(body: Body): Answer {
    const { ref, task = 'deploy', environment = 'production', description = '', payload = '' } = body;
    if (ref !== this.sha) return unprocessable(`No ref found for: ${String(ref)}`);
    // The default branch has gone on, and a check of this commit still runs: both are asked for unless they are declined.
    if (body['auto_merge'] !== false) return [409, { message: 'Conflict merging main into the ref' }];
    if (!Array.isArray(body['required_contexts']) || body['required_contexts'].length > 0)
      return [409, { message: 'Conflict: Commit status checks failed for the ref.' }];
    const made = this.add({
      task: String(task),
      environment: String(environment),
      description: String(description),
      payload,
      production_environment: body['production_environment'] === true || environment === 'production',
    });
    return [201, withoutStatuses(made)];
  }

  #addStatus(deployment: Deployment, body: Body): Answer {
    const { state, description = '', environment_url: url } = body;
    if (!states.includes(String(state))) return unprocessable(`State is not one of ${states.join(', ')}`);
    if (Array.from(String(description)).length > 140)
      return unprocessable('Description is too long (maximum is 140 characters)');
    if (url !== undefined && !(typeof url === 'string' && /^https?:\/\/\S+$/.test(url)))
      return unprocessable('environment_url must be a valid URL');
    const status = { ...body, id: this.#nextId(), state: String(state), description: String(description) };
    deployment.statuses.push(status);
    if (state === 'success') this.#retire(deployment);
    return [201, status];
  }

  /** `auto_inactive`: what had succeeded before in the same environment, unless it is for production. */
  #retire({ id, environment }: Deployment): void {
    for (const one of this.deployments) {
      const hadSucceeded = one.statuses.at(-1)?.state === 'success' && !one.production_environment;
      if (one.id !== id && one.environment === environment && hadSucceeded)
        one.statuses.push({ id: this.#nextId(), state: 'inactive', description: '' });
    }
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** GitHub tells them by a request of their own. */
function withoutStatuses(deployment: Deployment): Body {
  return Object.fromEntries(Object.entries(deployment).filter(([name]) => name !== 'statuses'));
}

async function bodyOf(request: IncomingMessage): Promise<Body | undefined> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as Body);
}
