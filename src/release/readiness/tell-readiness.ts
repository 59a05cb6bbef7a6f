import { findingsAgainst, type Readiness } from '../../model/readiness.ts';
import type { ReleaseContext } from '../release-context.ts';

/**
 * Tells of a readiness what somebody should hear while all is well: that going back is not possible, or not for long, or could not be
 * looked at. That it is possible, or that there is nothing to go back to, is no news.
 * @param when `before`: it is about the release that would be gone back to after the one that is about to start
 */
export function tellReadiness(
  { report }: Pick<ReleaseContext, 'report'>,
  readiness: Readiness,
  when: 'before' | 'after',
): void {
  if (!isNews(readiness, when)) return;
  report({ type: 'warning', warning: { kind: 'going-back', readiness, when } });
}

function isNews(readiness: Readiness, when: 'before' | 'after'): boolean {
  if (findingsAgainst(readiness).length > 0) return true;
  if (readiness.kind !== 'not-known' || when === 'before') return false;
  // A policy that cannot be understood today cannot be tomorrow either: `verify --rollback` tells it.
  return readiness.because.some(({ kind }) => kind === 'permission' || kind === 'unreadable');
}
