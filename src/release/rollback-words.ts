/**
 * Whether AWS's reason for a rollback names a pause that somebody has answered with ROLLBACK. How AWS words that was never captured, but a
 * pause does two things only: it is answered, or its time is up, for which AWS's words are known.
 */
export function namesRejectedPause(statusReason: string | undefined): boolean {
  return statusReason !== undefined && /pause hook/i.test(statusReason) && !/timed out/i.test(statusReason);
}

/**
 * Whether AWS's reason for a rollback names something that AWS itself has judged: breaker, alarm, hook, the rules of the load balancer, or
 * that there is nothing to go back to.
 */
export function namesJudgementOfAws(statusReason: string): boolean {
  if (namesRejectedPause(statusReason)) return false;
  return /circuit breaker|alarm|hook|networking|candidate|unable to/i.test(statusReason);
}
