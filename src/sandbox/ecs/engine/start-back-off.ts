/**
 * The pause before the next start while tasks never reach RUNNING. AWS backs off up to 15 minutes; the sandbox stops at one,
 * so that a broken release is a matter of minutes. The level counts rounds of starts that failed, not tasks.
 */
export interface BackOff {
  readonly level: number;
  readonly until: number;
}

export const noBackOff: BackOff = { level: 0, until: 0 };

const first = 5_000;
const longest = 60_000;

/** After a task failed to start. Failures of one round come close together and count once. */
export function afterFailedStart(backOff: BackOff, now: number): BackOff {
  if (now < backOff.until) return backOff;
  return { level: backOff.level + 1, until: now + Math.min(longest, first * 2 ** backOff.level) };
}

/** AWS says so once a service "is unable to consistently start tasks successfully". */
export function isImpaired(backOff: BackOff): boolean {
  return backOff.level >= 3;
}
