import type { ReleaseError } from '../model/outcome.ts';
import { findingsAgainst } from '../model/readiness.ts';
import { findingsOf, type PreflightReport } from '../model/preflight.ts';
import { exitCodeOfAll } from './exit-codes.ts';

/** 0 without findings, 32 with some; a service that could not be verified counts as what kept it from that. */
export function verifyExitCode(
  reports: readonly (PreflightReport | { readonly error: ReleaseError })[],
  strict: boolean,
): number {
  const errors = reports.flatMap((report): ReleaseError[] => {
    if ('error' in report) return [report.error];
    const { results, readiness } = report;
    const against = readiness === undefined ? [] : findingsAgainst(readiness);
    const findings = findingsOf([...results, ...against], strict);
    return findings.length === 0
      ? []
      : [{ code: 'finding.preflight', message: `${findings.length} findings`, suggestions: [] }];
  });
  return exitCodeOfAll(errors.map((error) => ({ kind: 'error', error })));
}
