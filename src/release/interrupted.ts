/** The reason with which `ReleaseContext.interrupt` is aborted. */
export class Interrupted extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}`);
    this.name = 'Interrupted';
    this.signal = signal;
  }
}

/** The signal that has interrupted a run, if one has. */
export function signalOf({ aborted, reason }: AbortSignal): Interrupted['signal'] | undefined {
  return aborted && reason instanceof Interrupted ? reason.signal : undefined;
}
