import type { Clock } from '../model/clock.ts';
import type { Milliseconds } from '../model/duration.ts';
import { GitHubRefused } from './github-refused.ts';
import type { GitHubTarget } from './github-target.ts';

export interface GitHubQuestion {
  readonly method: 'GET' | 'POST';
  /** Beneath the repository: `/deployments?sha=…`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

export interface AskedWith {
  readonly target: GitHubTarget;
  readonly clock: Clock;
  /** For one question. */
  readonly timeout: Milliseconds;
  /** Gives up what is being asked. */
  readonly signal: AbortSignal;
}

const messageLimit = 200;

/**
 * One request of the REST API, by Node's own fetch, which takes a proxy from the environment only where Node is told to
 * (NODE_USE_ENV_PROXY=1, since 22.21 and 24.0).
 * @returns what a 2xx answer holds
 * @throws GitHubRefused, and nothing else
 */
export async function askGitHub(
  { method, path, body }: GitHubQuestion,
  { target, clock, timeout, signal }: AskedWith,
): Promise<unknown> {
  const startedAt = clock.now();
  const over = new AbortController();
  const tooLate = new AbortController();
  clock.sleep(timeout, over.signal).then(
    () => tooLate.abort(),
    () => undefined,
  );
  try {
    const response = await fetch(`${target.apiUrl}/repos/${target.repository}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${target.token}`,
        'user-agent': 'ecsdeploy',
        'x-github-api-version': '2022-11-28',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([tooLate.signal, signal]),
    });
    const text = await response.text();
    if (response.ok) return parsed(text);
    throw new GitHubRefused({ kind: 'answered', status: response.status, message: messageIn(text, target) });
  } catch (error) {
    if (error instanceof GitHubRefused) throw error;
    if (tooLate.signal.aborted || signal.aborted)
      throw new GitHubRefused({ kind: 'no-answer', withinMilliseconds: clock.now() - startedAt });
    throw new GitHubRefused({ kind: 'unreachable', error: withoutToken(causeOf(error), target) });
  } finally {
    over.abort(new Error('it has ended'));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** GitHub's own words. */
function messageIn(text: string, target: GitHubTarget): string {
  const answer = parsed(text);
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : '';
  return withoutToken(typeof message === 'string' ? message : '', target).slice(0, messageLimit);
}

/** `fetch failed` says nothing; what lies beneath it does. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  if (!(cause instanceof Error)) return message;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message === '' ? (code ?? message) : cause.message;
}

// A header that cannot be sent is quoted in the error of Node.
function withoutToken(text: string, { token }: GitHubTarget): string {
  return text.replaceAll(token, '***');
}
