import type { Milliseconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import type { Aws } from './aws.ts';
import { AwsRejected, AwsUnavailable, CredentialsFailed, PermissionDenied } from './errors.ts';
import { failureOf, type Failure } from './failure.ts';

/**
 * What may be done when a call ends without an answer.
 * - `freely`: reads, and writes that repeat without effect.
 * - `if-it-never-arrived`: writes that would take effect twice; the caller looks first.
 */
type Repeat = 'freely' | 'if-it-never-arrived';

export interface CallOptions {
  /** As AWS spells it, with the service: `ecs:DescribeServices`. */
  readonly operation: string;
  readonly repeat: Repeat;
  /** How often to try in all. The loop that follows a release tries once and looks again at its next tick. */
  readonly attempts?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Messages that AWS gives the code of a permanent error, but that pass with time. */
  readonly transient?: ((failure: Failure) => boolean) | undefined;
}

/** Passed on to the SDK client. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

// Long enough for the slowest describe call seen in practice, short enough that a dead connection costs one look.
const answerWithin: Milliseconds = 20_000;
const firstBackOff: Milliseconds = 500;
const longestBackOff: Milliseconds = 20_000;

/**
 * Sends one request, with a time limit, and repeats it as far as that is safe: with back-off and full jitter, on the clock.
 * Expired credentials are read anew once.
 * @throws CredentialsFailed, PermissionDenied, AwsUnavailable, AwsRejected
 */
export async function call<Output>(
  aws: Aws,
  options: CallOptions,
  send: (options: SendOptions) => Promise<Output>,
): Promise<Output> {
  const attempts = options.attempts ?? 6;
  let hasRefreshed = false;
  for (let attempt = 1; ; attempt++) {
    options.signal?.throwIfAborted();
    try {
      const output = await withinTime(aws, options.signal, send);
      aws.onCall?.({ operation: options.operation, at: aws.clock.now(), attempt });
      return output;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof EcsdeployError) throw error;
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      aws.onCall?.({ operation: options.operation, at: aws.clock.now(), attempt, failure: failure.kind });
      if (failure.kind === 'credentials-expired' && !hasRefreshed) {
        hasRefreshed = true;
        aws.clients.refreshCredentials();
        continue;
      }
      if (attempt >= attempts || !mayRepeat(failure, options)) {
        throw translate(options.operation, failure, attempt, error);
      }
      await aws.clock.sleep(backOff(attempt, aws.random()), options.signal);
    }
  }
}

/** Full jitter: spreads the callers that one throttle has lined up. */
export function backOff(attempt: number, random: number): Milliseconds {
  const ceiling = Math.min(longestBackOff, firstBackOff * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + 0.5 * random));
}

function mayRepeat(failure: Failure, { repeat, transient }: CallOptions): boolean {
  switch (failure.kind) {
    case 'throttled':
    case 'unreachable':
      return true;
    case 'server-fault':
    case 'no-answer':
      return repeat === 'freely';
    case 'rejected':
      return transient?.(failure) ?? false;
    case 'credentials-expired':
    case 'credentials-missing':
    case 'denied':
      return false;
    default:
      return failure satisfies never;
  }
}

function translate(operation: string, failure: Failure, attempts: number, cause: unknown): EcsdeployError {
  switch (failure.kind) {
    case 'throttled':
    case 'server-fault':
    case 'no-answer':
    case 'unreachable':
      return new AwsUnavailable(operation, failure, attempts, cause);
    case 'credentials-expired':
    case 'credentials-missing':
      return new CredentialsFailed(operation, failure, cause);
    case 'denied':
      return new PermissionDenied(operation, failure, cause);
    case 'rejected':
      return new AwsRejected(operation, failure, cause);
    default:
      return failure satisfies never;
  }
}

// Without a reason, abort() would make a DOMException with a stack for every single call.
const answeredInTime = 'answered in time';

async function withinTime<Output>(
  aws: Aws,
  signal: AbortSignal | undefined,
  send: (options: SendOptions) => Promise<Output>,
): Promise<Output> {
  const request = new AbortController();
  const deadline = new AbortController();
  const onAbort = () => request.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const answered = send({ abortSignal: request.signal });
  // A transport that never settles must not become an unhandled rejection when it is given up.
  answered.catch(() => undefined);
  const tooLate = aws.clock.sleep(answerWithin, deadline.signal).then(
    () => {
      const error = new NoAnswerInTime();
      request.abort(error);
      throw error;
    },
    // The deadline was called off: leave the answer to the others.
    () => new Promise<never>(() => undefined),
  );
  const interrupted = new Promise<never>((_, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([answered, tooLate, interrupted]);
  } finally {
    deadline.abort(answeredInTime);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Sorted by its name as "no answer": the request may have had its effect. */
class NoAnswerInTime extends Error {
  constructor() {
    super(`no answer within ${answerWithin / 1_000} s`);
    this.name = 'TimeoutError';
  }
}
