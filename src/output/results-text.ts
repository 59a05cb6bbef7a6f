import { formatDuration } from '../model/duration.ts';
import type { Outcome } from '../model/outcome.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName } from '../model/service-ref.ts';
import { describeOutcome } from './describe-outcome.ts';
import { harmless } from './harmless.ts';
import { outcomeLabel, outcomeLabels } from './outcome-in-brief.ts';
import type { Palette } from './palette.ts';
import { resultText } from './result-text.ts';
import { resultsTable } from './results-table.ts';
import { tally } from './tally.ts';

export interface RunEnd {
  readonly exitCode: number;
  /** The results that alone would have had this exit code. */
  readonly deciding: readonly ReleaseResult[];
  /** Cells of a line, where it is a terminal that shows it and tells its size; a pipe takes lines of any length. */
  readonly columns?: number | undefined;
}

// Of more failures than these nobody reads each; the others have a line each, and `--json` has all of all.
const toldInFull = 10;

/**
 * What the releases of a run came to, for a person, on standard output. One result is told as ever. Of several: the plans of a
 * rehearsal, those that need somebody, then what serves where, and as the last line the whole.
 */
export function resultsText(results: readonly ReleaseResult[], palette: Palette, end: RunEnd): string {
  if (results.length < 2) return results.map((result) => resultText(result, palette)).join('');
  const columns = end.columns === 0 ? undefined : end.columns;
  const plans = results.filter(({ outcome }) => outcome.kind === 'planned');
  const blocks = [
    ...plans.map((result) => resultText(result, palette)),
    ...attentionBlocks(results, palette, end),
    [...resultsTable(results, palette, columns), '', lastLine(results, palette, end), ''].join('\n'),
  ];
  return blocks.join('\n');
}

function attentionBlocks(results: readonly ReleaseResult[], palette: Palette, end: RunEnd): string[] {
  const bad = results.filter((result) => needsAttention(result));
  // What decided the exit code is told in full whatever else there is.
  const ranked = [
    ...bad.filter((result) => end.deciding.includes(result)),
    ...bad.filter((result) => !end.deciding.includes(result)),
  ];
  const full = new Set(ranked.slice(0, toldInFull));
  const short = bad.filter((result) => !full.has(result));
  const lines = short.map((result) => `${inOneLine(result, palette)}\n`).join('');
  return [
    ...bad.filter((result) => full.has(result)).map((result) => resultText(result, palette)),
    ...(lines === '' ? [] : [lines]),
  ];
}

/** Whether there is more to say than fits into the table. */
function needsAttention({ outcome, tasksLeft = [] }: Pick<ReleaseResult, 'outcome' | 'tasksLeft'>): boolean {
  if (tasksLeft.length > 0) return true;
  switch (outcome.kind) {
    case 'succeeded':
    case 'nothing-to-do':
    case 'rolled-back-as-asked':
    case 'planned':
    case 'declined':
    case 'not-started':
      return false;
    case 'failed-rolled-back':
      return outcome.because.kind !== 'run-failed';
    case 'interrupted':
      return outcome.started;
    default:
      return true;
  }
}

function inOneLine({ service, outcome, before, target, endedAt }: ReleaseResult, palette: Palette): string {
  const { tone, headline, state } = describeOutcome(outcome, {
    service: serviceName(service),
    before: before?.taskDefinition,
    after: target?.taskDefinition,
    now: endedAt,
  });
  return `${palette[tone](headline)} ${state}`;
}

/** `3 released, 1 rolled back, 1 not started in 4 m 10 s; exit 20 since demo/mailer was rolled back.` */
function lastLine(
  results: readonly ReleaseResult[],
  palette: Palette,
  { exitCode, deciding }: RunEnd,
): string {
  const counts = tally(
    results.map(({ outcome }) => outcomeLabel(outcome)),
    outcomeLabels,
  );
  const startedAt = Math.min(...results.map((result) => result.startedAt));
  const endedAt = Math.max(...results.map((result) => result.endedAt));
  const whole = `${counts} in ${formatDuration(endedAt - startedAt)}`;
  if (exitCode === 0) return palette.strong(palette.good(`${whole}.`));
  // What was taken back had done nothing wrong.
  const culprit = deciding.find(needsAttention) ?? deciding[0];
  const since =
    culprit === undefined
      ? ''
      : ` since ${harmless(serviceName(culprit.service))} ${predicateOf(culprit.outcome)}`;
  const tone = culprit === undefined ? 'bad' : describeOutcome(culprit.outcome, { service: '' }).tone;
  return palette.strong(palette[tone](`${whole}; exit ${exitCode}${since}.`));
}

function predicateOf(outcome: Outcome): string {
  const isRefused = outcome.kind === 'error' && outcome.error.code.startsWith('refused.');
  return isRefused ? 'was refused' : predicates[outcome.kind];
}

const predicates: Readonly<Record<Outcome['kind'], string>> = {
  succeeded: 'was released',
  'nothing-to-do': 'had nothing to do',
  'rolled-back-as-asked': 'went back as asked',
  planned: 'was planned only',
  'failed-rolled-back': 'was rolled back',
  'failed-rollback-failed': 'failed, and its rollback too',
  'failed-left': 'failed and was not rolled back',
  stopped: 'was stopped',
  superseded: 'was superseded',
  'failed-rollback-unseen': 'failed, and the end of its rollback was not seen',
  unwatched: 'was not watched to its end',
  inconclusive: 'is released, but not proven healthy',
  interrupted: 'was interrupted',
  declined: 'was declined',
  'waiting-for-approval': 'waits for approval',
  reached: 'was followed as far as asked',
  approved: 'was approved',
  'not-started': 'was not started',
  error: 'ended by an error',
};
