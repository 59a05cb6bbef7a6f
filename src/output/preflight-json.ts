import type { PreflightReport, PreflightResult } from '../model/preflight.ts';
import { describePreflightNote, describePreflightReason, describeSkipReason } from './describe-preflight.ts';
import type { VerifiedService } from './preflight-text.ts';

/** The reports as data, with the sentences that people read: `text`, and `fix` where something is to be done. */
export function preflightJson(reports: readonly VerifiedService[]): readonly object[] {
  return reports.map((report) => ('results' in report ? withSentences(report) : report));
}

function withSentences({ results, ...report }: PreflightReport): object {
  return { ...report, results: results.map((result) => ({ ...result, ...sentencesOf(result) })) };
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
