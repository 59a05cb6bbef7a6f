import type { PreflightFinding, PreflightResult, SkipReason } from './preflight.ts';

/** A release that a service would go back to. */
export interface EarlierRelease {
  /** ARN of the revision. */
  readonly taskDefinition: string;
  /** What it was made from, where our tags say it. */
  readonly commit?: string | undefined;
}

/** Whether a service could go back, if that were wanted now. *Could not look* is never *could not go*. */
export type Readiness =
  /** It is the first release, or none before it has succeeded. */
  | { readonly kind: 'nothing-before' }
  /** Perhaps not for long: warnings among the results say so. */
  | { readonly kind: 'ready'; readonly release: EarlierRelease; readonly results: readonly PreflightResult[] }
  /** At least one of the results is an error. */
  | {
      readonly kind: 'not-ready';
      readonly release: EarlierRelease;
      readonly results: readonly PreflightResult[];
    }
  /** Nothing speaks against it, and not all could be looked at; `because` says why, once for each reason. */
  | {
      readonly kind: 'not-known';
      readonly because: readonly SkipReason[];
      readonly release?: EarlierRelease | undefined;
      readonly results: readonly PreflightResult[];
    };

/** What speaks against going back, and what will. Pure. */
export function findingsAgainst(readiness: Readiness): PreflightFinding[] {
  if (readiness.kind === 'nothing-before') return [];
  return readiness.results.filter((result): result is PreflightFinding => result.kind === 'finding');
}
