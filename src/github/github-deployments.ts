import { askGitHub, type AskedWith } from './ask-github.ts';
import { noteIn, type DeploymentAction, type DeploymentNote } from './deployment-payload.ts';
import { isOver, type DeploymentState } from './deployment-state.ts';
import { GitHubRefused } from './github-refused.ts';

/** What tells our deployments from those that GitHub makes for a job with `environment:` (`deploy`), and from those of others. */
const task = 'deploy:ecsdeploy';

/** What a deployment is found again by. */
export interface DeploymentKey {
  /** GitHub's environment. */
  readonly environment: string;
  /** Each `cluster/service`, of which it has to be about one. */
  readonly services: readonly string[];
  readonly actions: readonly DeploymentAction[];
  /** `any`: whatever commit it is of; otherwise that of this run. */
  readonly commit: 'same' | 'any';
}

/** One that ecsdeploy has made, and that may get more statuses. */
export interface OpenDeployment extends DeploymentNote {
  readonly id: number;
  /** What its statuses say, newest first. */
  readonly told: readonly string[];
}

export interface NewDeployment {
  readonly environment: string;
  readonly description: string;
  readonly note: DeploymentNote;
  /** What people and programs may want to know besides. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface NewStatus {
  readonly state: DeploymentState;
  readonly description: string;
  readonly environmentUrl?: string | undefined;
}

/**
 * Deployments of one repository, made for one commit. All functions throw GitHubRefused, and nothing else.
 * https://docs.github.com/en/rest/deployments/deployments?apiVersion=2022-11-28
 */
export class GitHubDeployments {
  readonly #with: AskedWith;

  constructor(asked: AskedWith) {
    this.#with = asked;
  }

  /**
   * The newest deployment that ecsdeploy has made to this environment, of one of these services; undefined where there is none, or it is
   * over.
   */
  async findOpen({
    environment,
    services,
    actions,
    commit,
  }: DeploymentKey): Promise<OpenDeployment | undefined> {
    const { sha } = this.#with.target;
    const query = new URLSearchParams({
      environment,
      task,
      per_page: '100',
      ...(commit === 'same' ? { sha } : {}),
    });
    const found = await this.#list(`/deployments?${query.toString()}`);
    const ours = found.flatMap(({ id, payload }) => {
      const note = noteIn(payload);
      const isMeant =
        note !== undefined &&
        actions.includes(note.action) &&
        note.services.some((one) => services.includes(one));
      return isMeant ? { id, ...note } : [];
    });
    const [newest] = newestFirst(ours);
    if (newest === undefined) return undefined;
    const statuses = newestFirst(await this.#list(`/deployments/${newest.id}/statuses?per_page=100`));
    if (isOver(statuses[0]?.state)) return undefined;
    return { ...newest, told: statuses.map(({ description }) => String(description)) };
  }

  /** Makes one, without a status. */
  async create({ environment, description, note, payload }: NewDeployment): Promise<OpenDeployment> {
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
      payload: { ...note, ...payload, ...(target.runUrl === undefined ? {} : { run: target.runUrl }) },
    });
    if (!isEntry(made)) throw strange(made);
    return { id: made.id, ...note, told: [] };
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
  readonly description?: unknown;
  readonly payload?: unknown;
}

function isEntry(answer: unknown): answer is Entry {
  return typeof answer === 'object' && answer !== null && 'id' in answer && Number.isSafeInteger(answer.id);
}

/** GitHub documents no order of its lists; ids grow. */
function newestFirst<Kind extends Entry>(entries: readonly Kind[]): Kind[] {
  return [...entries].sort((a, b) => b.id - a.id);
}

/** 2xx and yet no deployment: something else answers, such as a proxy. */
function strange(answer: unknown): GitHubRefused {
  const message = `an answer of another form (${Array.isArray(answer) ? 'list' : typeof answer})`;
  return new GitHubRefused({ kind: 'answered', status: 200, message });
}
