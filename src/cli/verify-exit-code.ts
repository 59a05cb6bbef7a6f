import type { ReleaseError } from '../model/outcome.ts';
import { findingsOf, type PreflightReport } from '../model/preflight.ts';
import { exitCodeOfAll } from './exit-codes.ts';

/** 0 without findings, 32 with some; a service that could not be verified counts as what kept it from that. */
export function verifyExitCode(
  reports: readonly (PreflightReport | { readonly error: ReleaseError })[],
  strict: boolean,
): number {
  const errors = reports.flatMap((report): ReleaseError[] => {
    if ('error' in report) return [report.error];
    const findings = findingsOf(report.results, strict);
    return findings.length === 0
      ? []
      : [{ code: 'finding.preflight', message: `${findings.length} findings`, suggestions: [] }];
  });
  return exitCodeOfAll(errors.map((error) => ({ kind: 'error', error })));
}
