/** A release that AWS calls successful, with the note on its revision. */
interface SuccessfulRelease {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Undefined where there is no note. */
  readonly takenBackAt?: number | undefined;
}

/**
 * Whether a release that AWS calls successful was taken back all the same: a gate found it bad, or the run that it belonged to failed. The
 * note on its revision says when; a release of the same revision that was begun later has nothing to do with it. Pure.
 */
export function wasTakenBack({ createdAt, takenBackAt }: SuccessfulRelease): boolean {
  return takenBackAt !== undefined && createdAt <= takenBackAt;
}
