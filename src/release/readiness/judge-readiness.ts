import type { PreflightResult, SkipReason } from '../../model/preflight.ts';
import type { EarlierRelease, Readiness } from '../../model/readiness.ts';

/**
 * What the results of all checks say of going back: one error is enough; what could not be looked at leaves it open; images of other
 * registries than ECR are taken to be there. Pure.
 */
export function judgeReadiness(release: EarlierRelease, results: readonly PreflightResult[]): Readiness {
  const isError = results.some((result) => result.kind === 'finding' && result.severity === 'error');
  if (isError) return { kind: 'not-ready', release, results };
  const because = reasonsIn(results);
  return because.length === 0
    ? { kind: 'ready', release, results }
    : { kind: 'not-known', because, release, results };
}

function reasonsIn(results: readonly PreflightResult[]): SkipReason[] {
  const reasons = new Map<string, SkipReason>();
  for (const result of results) {
    if (result.kind !== 'skipped' || result.because.kind === 'other-registry') continue;
    reasons.set(JSON.stringify(result.because), result.because);
  }
  return [...reasons.values()];
}
