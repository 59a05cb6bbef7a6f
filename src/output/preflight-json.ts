import type { PreflightReport, PreflightResult } from '../model/preflight.ts';
import type { Readiness } from '../model/readiness.ts';
import { describePreflightNote, describePreflightReason, describeSkipReason } from './describe-preflight.ts';
import type { VerifiedService } from './preflight-text.ts';

/** The reports as data, with the sentences that people read: `text`, and `fix` where something is to be done. */
export function preflightJson(reports: readonly VerifiedService[]): readonly object[] {
  return reports.map((report) => ('results' in report ? withSentences(report) : report));
}

function withSentences({ results, readiness, ...report }: PreflightReport): object {
  return {
    ...report,
    results: results.map(withSentence),
    ...(readiness !== undefined && { readiness: toldReadiness(readiness) }),
  };
}

function toldReadiness(readiness: Readiness): object {
  return readiness.kind === 'nothing-before'
    ? readiness
    : { ...readiness, results: readiness.results.map(withSentence) };
}

function withSentence(result: PreflightResult): object {
  return { ...result, ...sentencesOf(result) };
}

function sentencesOf(result: PreflightResult): object {
  switch (result.kind) {
    case 'passed':
      return result.note === undefined ? {} : { text: describePreflightNote(result.note) };
    case 'skipped':
      return { text: describeSkipReason(result.because) };
    case 'finding': {
      const { what, fix } = describePreflightReason(result.because);
      return { text: `${result.subject} ${what}`, fix };
    }
    default:
      return result satisfies never;
  }
}
