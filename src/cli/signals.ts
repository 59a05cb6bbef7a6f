export type Signal = 'SIGINT' | 'SIGTERM';

/** The parts of `process` that signals need. */
export interface SignalSource {
  on(signal: Signal, listener: (signal: Signal) => void): unknown;
  off(signal: Signal, listener: (signal: Signal) => void): unknown;
  exit(code: number): void;
}

/** What a shell reports for a process that this signal ended: 128 and the signal's number. */
export const signalExitCodes: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * Calls `handler` for the first SIGINT or SIGTERM, so that the release can be left in good order. The second one means it:
 * the process leaves at once. Returns the function that stops listening.
 */
export function onSignals(handler: (signal: Signal) => void, source: SignalSource = process): () => void {
  let seen = false;
  const listener = (signal: Signal): void => {
    if (seen) {
      source.exit(signalExitCodes[signal]);
      return;
    }
    seen = true;
    handler(signal);
  };
  source.on('SIGINT', listener);
  source.on('SIGTERM', listener);
  return () => {
    source.off('SIGINT', listener);
    source.off('SIGTERM', listener);
  };
}
