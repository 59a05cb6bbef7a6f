import type { Milliseconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import { attempt, type SendOptions } from './attempt.ts';
import type { Aws } from './aws.ts';
import { AwsRejected, AwsUnavailable, CredentialsFailed, PermissionDenied } from './errors.ts';
import { failureOf, type Failure } from './failure.ts';
import type { Rank } from './pacing.ts';
import type { OperationName } from './quotas.ts';
import { untilInterrupted } from './until-interrupted.ts';

/**
 * What may be done when a call ends without an answer.
 * - `freely`: reads, and writes that repeat without effect.
 * - `if-it-never-arrived`: writes that would take effect twice; the caller looks first.
 */
type Repeat = 'freely' | 'if-it-never-arrived';

export interface CallOptions {
  /** As AWS spells it, with the service: `ecs:DescribeServices`. */
  readonly operation: OperationName;
  readonly repeat: Repeat;
  /** How often to try in all. The loop that follows a release tries once and looks again at its next tick. */
  readonly attempts?: number | undefined;
  /** Ends every wait. A request on its way is left alone unless it may be repeated freely: its answer says what it did. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt waits for its answer, where not as long as usual. */
  readonly answerWithin?: Milliseconds | undefined;
  /** A request on its way is left alone also where it may be repeated: whoever leaves wants to know what it did. */
  readonly mustHear?: true | undefined;
  /** A request on its way is given up also where it may not be repeated: whoever leaves does without its answer. */
  readonly mayGoUnheard?: true | undefined;
  /** Messages that AWS gives the code of a permanent error, but that pass with time. */
  readonly transient?: ((failure: Failure) => boolean) | undefined;
  /** Who goes first where calls have to wait; `usual` unless said otherwise. */
  readonly rank?: Rank | undefined;
  /** Whoever calls has waited for the turn of the first attempt, see `Pacing.turn`. */
  readonly hasTurn?: true | undefined;
}

const firstBackOff: Milliseconds = 500;
const longestBackOff: Milliseconds = 20_000;

/**
 * Sends one request in its turn, with a time limit, and repeats it as far as that is safe.
 * @param client one of `aws.clients`
 * @throws CredentialsFailed, PermissionDenied, AwsUnavailable, AwsRejected, or the signal's reason
 */
export async function call<Client, Output>(
  aws: Aws,
  options: CallOptions,
  client: () => Promise<Client>,
  send: (client: Client, options: SendOptions) => Promise<Output>,
): Promise<Output> {
  const bound = untilInterrupted(aws, options);
  const { operation, signal, rank = 'usual' } = bound;
  const mayBeLeft =
    options.mayGoUnheard === true || (options.repeat === 'freely' && options.mustHear !== true);
  return await persist(aws, bound, async (number) => {
    // Another one after its credentials were read anew.
    const made = await client();
    const hasTurn = options.hasTurn === true && number === 1;
    const { answerWithin } = options;
    const one = { operation, rank, number, signal, mayBeLeft, hasTurn, answerWithin };
    return await attempt(aws, one, (sendOptions) => send(made, sendOptions));
  });
}

/**
 * Tries as often as the options allow: with back-off and jitter, on the clock. Expired credentials are read anew once.
 * @param tryOnce throws what an SDK client throws
 * @throws what `call` throws
 */
export async function persist<Output>(
  aws: Aws,
  options: CallOptions,
  tryOnce: (number: number) => Promise<Output>,
): Promise<Output> {
  const attempts = options.attempts ?? 6;
  let hasRefreshed = false;
  for (let number = 1; ; number++) {
    options.signal?.throwIfAborted();
    try {
      return await tryOnce(number);
    } catch (error) {
      if (options.repeat === 'freely') options.signal?.throwIfAborted();
      if (error instanceof EcsdeployError) throw error;
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      if (failure.kind === 'credentials-expired' && !hasRefreshed) {
        hasRefreshed = true;
        aws.clients.refreshCredentials();
        continue;
      }
      if (number >= attempts || !mayRepeat(failure, options)) {
        throw translate(options.operation, failure, number, error);
      }
      await aws.clock.sleep(backOff(number, aws.random()), options.signal);
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
