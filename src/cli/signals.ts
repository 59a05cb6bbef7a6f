import type { Clock } from '../model/clock.ts';
import { seconds, type Milliseconds } from '../model/duration.ts';
import { systemClock } from './system-clock.ts';

export type Signal = 'SIGINT' | 'SIGTERM';

/** The parts of `process` that signals need. */
export interface SignalSource {
  on(signal: Signal, listener: (signal: Signal) => void): unknown;
  off(signal: Signal, listener: (signal: Signal) => void): unknown;
  exit(code: number): void;
}

/** Who is told of signals. Both are called synchronously. */
export interface SignalListener {
  /** The first one came: what is under way is to be left in good order. */
  readonly received: (signal: Signal) => void;
  /** The process leaves at this very moment, whatever is under way: the last words. */
  readonly leaving?: ((signal: Signal) => void) | undefined;
}

interface SignalSurroundings {
  readonly source?: SignalSource | undefined;
  readonly clock?: Clock | undefined;
}

/** What a shell reports for a process that this signal ended: 128 and the signal's number. */
export const signalExitCodes: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * How long a process that was announced to be killed goes on. The runner of GitHub Actions sends SIGINT to a step that is cancelled, SIGTERM
 * 7.5 s later, and kills it 2.5 s after that (ProcessInvoker.cs of actions/runner: CancelAndKillProcessTree).
 */
const untilKilled: Milliseconds = seconds(2);

/** What a further signal means. */
type Further = 'leave-now' | 'leave-soon';

/**
 * Tells of the first SIGINT or SIGTERM, so that a release can be left in good order. The same signal once more is a person who means it: the
 * process leaves at once. SIGTERM after SIGINT is a supervisor that announces its kill: what is under way gets a moment more.
 * @returns the function that stops listening
 */
export function onSignals(
  { received, leaving }: SignalListener,
  { source = process, clock = systemClock }: SignalSurroundings = {},
): () => void {
  const seen: Signal[] = [];
  const finished = new AbortController();
  const leave = (signal: Signal, exitCode: number): void => {
    leaving?.(signal);
    source.exit(exitCode);
  };
  const listener = (signal: Signal): void => {
    const [first] = seen;
    const further = furtherSignal(seen, signal);
    seen.push(signal);
    if (first === undefined) received(signal);
    else if (further === 'leave-now') leave(signal, signalExitCodes[signal]);
    else {
      const over = clock.sleep(untilKilled, finished.signal);
      // Rejected where it ends by itself.
      void over.then(() => leave(signal, signalExitCodes[first])).catch(() => undefined);
    }
  };
  source.on('SIGINT', listener);
  source.on('SIGTERM', listener);
  return () => {
    source.off('SIGINT', listener);
    source.off('SIGTERM', listener);
    finished.abort(new Error('it has ended by itself'));
  };
}

/** @param before those that came before it */
function furtherSignal(before: readonly Signal[], signal: Signal): Further {
  return before.length === 1 && before[0] === 'SIGINT' && signal === 'SIGTERM' ? 'leave-soon' : 'leave-now';
}
