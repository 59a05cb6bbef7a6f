import { setMaxListeners } from 'node:events';
import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../model/clock.ts';
import { seconds, type Milliseconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';

/**
 * Whoever is told to leave has seconds: the runner of GitHub Actions follows its SIGINT by SIGTERM after 7.5 s and kills 2.5 s later, docker kills
 * 10 s after its SIGTERM. So AWS is asked to go back for 4 s, a last look what came of it takes 2 s at most, and the rest is for the report.
 */
const askWithin: Milliseconds = seconds(4);
const leaveWithin: Milliseconds = seconds(6);

/** While told to leave, a request that gets no answer is given up early: another one may be heard. */
export const answerWhenLeaving: Milliseconds = seconds(2);

/** Until when AWS may still be asked for something, once an interruption has come; each is aborted with `NoTimeLeft`. */
export interface Grace {
  /** For what changes something. */
  readonly askBy: AbortSignal;
  /** For looks. */
  readonly leaveBy: AbortSignal;
  /** Ends its clock. */
  readonly end: () => void;
}

/** Whoever was told to leave has to go, whatever AWS has not answered. */
export class NoTimeLeft extends EcsdeployError {
  constructor() {
    super({ code: 'aws.no_time_left', message: 'AWS did not answer before it was time to leave' });
  }
}

export function graceAfter(interrupt: AbortSignal, clock: Clock): Grace {
  const over = new AbortController();
  const ask = new AbortController();
  const leave = new AbortController();
  // Every call that is under way listens; Node takes more than ten for a leak.
  setMaxListeners(0, leave.signal);
  const run = async (): Promise<void> => {
    await clock.sleep(askWithin, over.signal);
    ask.abort(new NoTimeLeft());
    await clock.sleep(leaveWithin - askWithin, over.signal);
    leave.abort(new NoTimeLeft());
  };
  // Rejected where it was not needed any more.
  const onInterrupt = (): void => void run().catch(() => undefined);
  if (interrupt.aborted) onInterrupt();
  else interrupt.addEventListener('abort', onInterrupt, { once: true, signal: over.signal });
  return { askBy: ask.signal, leaveBy: leave.signal, end: () => over.abort(new Error('it has ended')) };
}

/**
 * The context for what comes after AWS's own verdict, where nothing hangs on the answer but what is known: looks, and notes. Told to leave,
 * it waits for AWS until it is time to, and no longer.
 */
export function untilTimeToLeave<Context extends { readonly aws: Aws }>(
  context: Context,
  { leaveBy }: Grace,
): Context {
  return { ...context, aws: { ...context.aws, interrupt: leaveBy } };
}
