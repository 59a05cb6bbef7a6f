/** A URL was asked, or was to be asked, and did not answer. */
export class NoHttpAnswer extends Error {
  /**
   * The question left this machine. If it did not (the name cannot be resolved, there is no network), its silence says nothing about
   * who was to be asked.
   */
  readonly wasAsked: boolean;

  /** @param message why: refused, certificate, time-out */
  constructor(message: string, wasAsked: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'NoHttpAnswer';
    this.wasAsked = wasAsked;
  }
}
