import type { Milliseconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import type { Aws } from './aws.ts';
import { failureOf } from './failure.ts';
import type { Rank } from './pacing.ts';
import type { OperationName } from './quotas.ts';

/** Passed on to the SDK client. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

export interface Attempt {
  readonly operation: OperationName;
  readonly rank: Rank;
  /** Its turn has come already. */
  readonly hasTurn?: boolean | undefined;
  /** The how many-th of the same question. */
  readonly number: number;
  /** Ends the wait for its turn, and the request itself where it may be left without an answer. */
  readonly signal?: AbortSignal | undefined;
  readonly mayBeLeft: boolean;
  readonly answerWithin?: Milliseconds | undefined;
}

// Long enough for the slowest describe call seen in practice, short enough that a dead connection costs one look.
const usualAnswerWithin: Milliseconds = 20_000;

/**
 * One request: in its turn, within a time limit, and told to whoever counts calls.
 * @throws what the SDK client throws, or the signal's reason
 */
export async function attempt<Output>(
  aws: Aws,
  { operation, rank, hasTurn, number, signal, mayBeLeft, answerWithin = usualAnswerWithin }: Attempt,
  send: (options: SendOptions) => Promise<Output>,
): Promise<Output> {
  if (hasTurn !== true) await aws.pacing.turn(operation, rank, signal);
  signal?.throwIfAborted();
  const giveUp = mayBeLeft ? signal : undefined;
  try {
    const output = await withinTime(aws, { signal: giveUp, answerWithin }, send);
    aws.onCall?.({ operation, at: aws.clock.now(), attempt: number });
    return output;
  } catch (error) {
    if (giveUp?.aborted !== true && !(error instanceof EcsdeployError)) {
      const failure = failureOf(error);
      if (failure?.kind === 'throttled') aws.pacing.throttled(operation);
      if (failure !== undefined) {
        aws.onCall?.({ operation, at: aws.clock.now(), attempt: number, failure: failure.kind });
      }
    }
    throw error;
  }
}

// Without a reason, abort() would make a DOMException with a stack for every single call.
const answeredInTime = 'answered in time';

async function withinTime<Output>(
  aws: Aws,
  { signal, answerWithin }: { readonly signal: AbortSignal | undefined; readonly answerWithin: Milliseconds },
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
      const error = new NoAnswerInTime(answerWithin);
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
  constructor(answerWithin: Milliseconds) {
    super(`no answer within ${answerWithin / 1_000} s`);
    this.name = 'TimeoutError';
  }
}
