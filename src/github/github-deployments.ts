import { askGitHub, type AskedWith } from './ask-github.ts';
import { isOver, type DeploymentState } from './deployment-state.ts';
import { GitHubRefused } from './github-refused.ts';

/** What tells our deployments from those that GitHub makes for a job with `environment:` (`deploy`), and from those of others. */
const task = 'deploy:ecsdeploy';

/** What a deployment is found again by. */
export interface DeploymentKey {
  /** GitHub's environment. */
  readonly environment: string;
  /** Each `cluster/service`. */
  readonly services: readonly string[];
}

export interface NewDeployment extends DeploymentKey {
  readonly description: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface NewStatus {
  readonly state: DeploymentState;
  readonly description: string;
  readonly environmentUrl?: string | undefined;
}

/**
 * Deployments of one repository for one commit. All functions throw GitHubRefused, and nothing else.
 * https://docs.github.com/en/rest/deployments/deployments?apiVersion=2022-11-28
 */
export class GitHubDeployments {
  readonly #with: AskedWith;

  constructor(asked: AskedWith) {
    this.#with = asked;
  }

  /**
   * The newest deployment that ecsdeploy has made of this commit, to this environment, of one of these services; undefined where there is
   * none, or it is over.
   */
  async findOpen({ environment, services }: DeploymentKey): Promise<number | undefined> {
    const { sha } = this.#with.target;
    const query = new URLSearchParams({ sha, environment, task, per_page: '100' });
    const found = await this.#list(`/deployments?${query.toString()}`);
    const ours = found.filter(({ payload }) =>
      servicesIn(payload).some((one) => services.includes(String(one))),
    );
    const newest = newestOf(ours);
    if (newest === undefined) return undefined;
    const statuses = await this.#list(`/deployments/${newest.id}/statuses?per_page=100`);
    const last = newestOf(statuses);
    return isOver(last?.state) ? undefined : newest.id;
  }

  /** Makes one. @returns its id */
  async create({ environment, services, description, payload }: NewDeployment): Promise<number> {
    const { target } = this.#with;
    const isProduction = /^prod(?:uction)?$/i.test(environment);
    const made = await this.#post('/deployments', {
      ref: target.sha,
      task,
      environment,
      description,
      // The commit is released as it is, whatever else is on the default branch and whichever checks still run.
      auto_merge: false,
      required_contexts: [],
      ...(isProduction ? { production_environment: true } : {}),
      payload: { services, ...payload, ...(target.runUrl === undefined ? {} : { run: target.runUrl }) },
    });
    if (!isEntry(made)) throw strange(made);
    return made.id;
  }

  async addStatus(id: number, { state, description, environmentUrl }: NewStatus): Promise<void> {
    const { runUrl } = this.#with.target;
    await this.#post(`/deployments/${id}/statuses`, {
      state,
      description,
      ...(runUrl === undefined ? {} : { log_url: runUrl }),
      ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
    });
  }

  async #list(path: string): Promise<readonly Entry[]> {
    const answer = await askGitHub({ method: 'GET', path }, this.#with);
    if (!Array.isArray(answer)) throw strange(answer);
    return answer.filter(isEntry);
  }

  async #post(path: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    return await askGitHub({ method: 'POST', path, body }, this.#with);
  }
}

/** A deployment or one of its statuses. */
interface Entry {
  readonly id: number;
  readonly state?: unknown;
  readonly payload?: unknown;
}

function isEntry(answer: unknown): answer is Entry {
  return typeof answer === 'object' && answer !== null && 'id' in answer && Number.isSafeInteger(answer.id);
}

/** GitHub documents no order of its lists; ids grow. */
function newestOf(entries: readonly Entry[]): Entry | undefined {
  return [...entries].sort((a, b) => b.id - a.id)[0];
}

/** GitHub hands a payload back as an object, or as the text that it came as. */
function servicesIn(payload: unknown): readonly unknown[] {
  const known = typeof payload === 'string' ? fromText(payload) : payload;
  const services = typeof known === 'object' && known !== null && 'services' in known ? known.services : [];
  return Array.isArray(services) ? services : [];
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** 2xx and yet no deployment: something else answers, such as a proxy. */
function strange(answer: unknown): GitHubRefused {
  const message = `an answer of another form (${Array.isArray(answer) ? 'list' : typeof answer})`;
  return new GitHubRefused({ kind: 'answered', status: 200, message });
}
