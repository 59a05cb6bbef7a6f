import { formatDuration } from '../model/duration.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName } from '../model/service-ref.ts';
import { describeOutcome } from './describe-outcome.ts';
import { describeReason } from './describe-reason.ts';
import { pad, textWidth } from './fit-text.ts';
import { harmless } from './harmless.ts';
import { outcomeInBrief } from './outcome-in-brief.ts';
import type { Palette } from './palette.ts';
import { imageThatServes, whatServes } from './what-serves.ts';

interface Line {
  /** One for each of `titles`; each may be empty. */
  readonly cells: readonly string[];
  readonly outcome: string;
  readonly paint: (text: string) => string;
}

const titles = ['service', 'serves', 'image', 'took'];

// Below this what is left of a line is too short for how most releases end.
const shortOutcome = 12;

/**
 * What serves where, a line for each service beneath one of titles. Where `columns` are too few for that, revisions are named
 * shorter, and some or all lines become two: nothing is ever cut off.
 */
export function resultsTable(
  results: readonly ReleaseResult[],
  palette: Palette,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const lines = results.map((result) => lineOf(result, palette));
  return (
    inLines(lines, palette, columns) ??
    inLines(lines.map(withShortNames), palette, columns) ??
    lines.flatMap(inTwoLines)
  );
}

/** One line each where that leaves room for how most releases end, two for those that end otherwise. */
function inLines(lines: readonly Line[], palette: Palette, columns: number): string[] | undefined {
  const widths = titles.map((title, column) => columnWidth(title, lines, column));
  const room = columns - textWidth(inColumns([], widths));
  if (room < shortOutcome) return undefined;
  return [
    palette.faint(`${inColumns(titles, widths)}outcome`),
    ...lines.flatMap(({ cells, outcome, paint }) => {
      const beginning = inColumns(cells, widths);
      return textWidth(outcome) <= room
        ? [`${beginning}${paint(outcome)}`]
        : [beginning.trimEnd(), `  ${paint(outcome)}`];
    }),
  ];
}

/** `payments-worker:41 → payments-worker:42` as `payments-worker:41 → :42`. */
function withShortNames({ cells, ...line }: Line): Line {
  const shorter = cells.map((cell) => cell.replace(/^(.+)(:\d+ → )\1(?=:\d+)/, '$1$2'));
  return { ...line, cells: shorter };
}

function lineOf(result: ReleaseResult, palette: Palette): Line {
  const { outcome, service, startedAt, endedAt } = result;
  // One that never began waited, which is not what it took.
  const isBegun = outcome.kind === 'interrupted' ? outcome.started : outcome.kind !== 'not-started';
  const took = isBegun ? formatDuration(endedAt - startedAt) : '';
  return {
    cells: [harmless(serviceName(service)), whatServes(result), imageThatServes(result), took],
    outcome: outcomeOf(result),
    paint: palette[describeOutcome(outcome, { service: '' }).tone],
  };
}

// Why most did not end well was told before; what another one of the run did to a release is told only here.
function outcomeOf({ outcome }: ReleaseResult): string {
  if (outcome.kind !== 'failed-rolled-back') return harmless(outcomeInBrief(outcome));
  return outcome.because.kind === 'run-failed'
    ? `rolled back: ${describeReason(outcome.because)}`
    : 'rolled back';
}

/** 0 for a column that no line has anything in. */
function columnWidth(title: string, lines: readonly Line[], column: number): number {
  const widest = Math.max(...lines.map(({ cells }) => textWidth(cells[column] ?? '')));
  return widest === 0 ? 0 : Math.max(widest, title.length);
}

function inColumns(cells: readonly string[], widths: readonly number[]): string {
  return widths.map((width, column) => (width === 0 ? '' : `${pad(cells[column] ?? '', width)}  `)).join('');
}

function inTwoLines({ cells: [service = '', ...rest], outcome, paint }: Line): string[] {
  const details = rest.filter((cell) => cell !== '').join('  ');
  return [`${service}  ${paint(outcome)}`, ...(details === '' ? [] : [`  ${details}`])];
}
