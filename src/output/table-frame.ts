import { formatDuration } from '../model/duration.ts';
import { count } from './count.ts';
import { textWidth } from './fit-text.ts';
import { harmless } from './harmless.ts';
import { outcomeLabel, outcomeLabels } from './outcome-in-brief.ts';
import type { Palette } from './palette.ts';
import { colorless, columnWidths, lineOf, rowLines, type Drawing } from './table-lines.ts';
import { needsSomebody } from './table-row.ts';
import type { TableEntry, TableRows } from './table-rows.ts';
import { tally } from './tally.ts';

/** How much a terminal shows. */
export interface TerminalSize {
  readonly columns: number;
  readonly lines: number;
}

/** Rows that stay when a run is over; of more than these, only those that need somebody. */
const mostRowsAtTheEnd = 20;

/**
 * What a terminal of this size shows now: at most `lines` lines of at most `columns` cells. Where not all rows fit, those that went
 * wrong and those that move are shown, and the others are counted.
 */
export function movingFrame(
  table: TableRows,
  size: TerminalSize,
  now: number,
  palette: Palette,
): readonly string[] {
  const drawing = { columns: size.columns, now, palette };
  const rows = draw(table.entries, drawing);
  const footer = footerLines(table, drawing);
  const all = [...rows.flatMap(({ lines }) => lines), ...footer];
  if (all.length <= size.lines) return all;

  const shown = choose(rows, size.lines - footer.length - 1);
  const rest = restLine(rows, shown, drawing);
  // Of a terminal that is lower than the footer the last line is worth most.
  return [...shown.flatMap(({ lines }) => lines), ...rest, ...footer].slice(-size.lines);
}

/** What stays when the run is over. It may be higher than the terminal. */
export function lastFrame(
  table: TableRows,
  columns: number,
  now: number,
  palette: Palette,
): readonly string[] {
  const drawing = { columns, now, palette };
  const rows = draw(table.entries, drawing);
  const footer = footerLines(table, drawing);
  if (rows.length <= mostRowsAtTheEnd) return [...rows.flatMap(({ lines }) => lines), ...footer];
  const shown = rows
    .filter(({ entry }) => needsSomebody.includes(entry.row.state))
    .slice(0, mostRowsAtTheEnd);
  return [...shown.flatMap(({ lines }) => lines), ...restLine(rows, shown, drawing), ...footer];
}

interface DrawnRow {
  readonly entry: TableEntry;
  readonly lines: readonly string[];
}

/** The rows that fit into so many lines, in their order: those that need somebody, and always some of those that move. */
function choose(rows: readonly DrawnRow[], budget: number): readonly DrawnRow[] {
  const urgent = needsSomebody.flatMap((state) => rows.filter(({ entry }) => entry.row.state === state));
  const moving = rows.filter(({ entry }) => entry.row.state === 'moving');
  const kept = Math.min(moving.length, Math.ceil(budget / 3));
  const chosen = new Set<DrawnRow>();
  let left = budget;
  const take = (candidates: readonly DrawnRow[], most: number): void => {
    for (const row of candidates) {
      if (row.lines.length > left - most) return;
      chosen.add(row);
      left -= row.lines.length;
    }
  };
  take(urgent, kept);
  take(moving, 0);
  return rows.filter((row) => chosen.has(row));
}

function draw(entries: readonly TableEntry[], drawing: Drawing): readonly DrawnRow[] {
  const widths = columnWidths(entries, drawing);
  return entries.map((entry) => ({ entry, lines: rowLines(entry, widths, drawing) }));
}

function footerLines(table: TableRows, drawing: Drawing): readonly string[] {
  const { columns, palette } = drawing;
  const { interrupt } = table;
  const [head, counts] = summary(table, drawing);
  return [
    ...(interrupt === undefined ? [] : [lineOf(columns, [[interrupt, palette.warn]])]),
    lineOf(columns, [
      [head, palette.strong],
      [counts, colorless],
    ]),
  ];
}

/** `200 services of demo, 4 m 10 s: ` and `142 released, 58 moving, 1 warning`; with less where that is too wide. */
function summary(table: TableRows, { columns, now }: Drawing): readonly [string, string] {
  const services = table.entries.filter(({ kind }) => kind === 'service');
  const number = count(services.length, 'service');
  const time = `${formatDuration(table.elapsed(now))}: `;
  const counts = countStates(services);
  const warnings = table.warnings === 0 ? '' : `, ${count(table.warnings, 'warning')}`;
  const whole = `${number}${table.cluster === undefined ? '' : ` of ${harmless(table.cluster)}`}, ${time}`;
  const forms = [
    [whole, `${counts}${warnings}`],
    [`${number}, ${time}`, `${counts}${warnings}`],
    [whole, counts],
  ] as const;
  const fitting = forms.find(([head, rest]) => textWidth(head + rest) <= columns);
  return fitting ?? [`${number}, ${time}`, counts];
}

/** What the rows that are not shown do: `… and 142 released, 31 waiting`. */
function restLine(
  rows: readonly DrawnRow[],
  shown: readonly DrawnRow[],
  { columns, palette }: Drawing,
): readonly string[] {
  const rest = rows.filter((row) => !shown.includes(row)).map(({ entry }) => entry);
  if (rest.length === 0) return [];
  const images = rest.filter(({ kind }) => kind === 'image').length;
  const parts = [
    countStates(rest.filter(({ kind }) => kind === 'service')),
    images === 0 ? '' : count(images, 'image'),
  ].filter((part) => part !== '');
  return [lineOf(columns, [[`… and ${parts.join(', ')}`, palette.faint]])];
}

type Label = (typeof labels)[number];
const labels = [
  ...outcomeLabels,
  'left off',
  'rolling back',
  'moving',
  'waiting',
  'being looked at',
] as const;

function countStates(entries: readonly TableEntry[]): string {
  return tally(
    entries.map(({ row }) => labelOf(row)),
    labels,
  );
}

function labelOf({ state, outcome }: TableEntry['row']): Label {
  switch (state) {
    case 'looked-at':
      return 'being looked at';
    case 'going-back':
      return 'rolling back';
    case 'moving':
    case 'waiting':
      return state;
    case 'not-started':
      return 'not started';
    case 'good':
    case 'rolled-back':
    case 'warned':
    case 'bad':
      return outcome === undefined ? 'left off' : outcomeLabel(outcome);
    default:
      return state satisfies never;
  }
}
