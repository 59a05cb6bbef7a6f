import { durationBar } from './duration-bar.ts';
import { fit, pad, textWidth } from './fit-text.ts';
import { historyColumns, type HistoryColumn, type HistoryRow } from './history-row.ts';
import type { Palette } from './palette.ts';

export interface HistoryDrawing {
  readonly palette: Palette;
  /** Cells of a line where something is drawn; absent: plain text, of which nothing is cut or left out. */
  readonly columns?: number | undefined;
}

type Column = HistoryColumn | 'bar';
type Cells = Readonly<Record<Column, string>>;
type Widths = readonly (readonly [column: Column, width: number])[];

// A bar stands before its time.
const order: readonly Column[] = historyColumns.flatMap((column): Column[] =>
  column === 'took' ? ['bar', 'took'] : [column],
);
const untitled: readonly Column[] = ['bar', 'subject'];
// What is missed least goes first where the lines are too long.
const leftOutInTurn: readonly Column[] = [
  'digest',
  'strategy',
  'bar',
  'subject',
  'who',
  'release',
  'took',
  'commit',
];
const barCells = 12;
// A subject that is cut to less says nothing.
const leastSubject = 20;
const gap = '  ';

/** A line for each release beneath one of titles; on a terminal with marks and bars, and why it ended badly on a line of its own. */
export function historyTable(rows: readonly HistoryRow[], { palette, columns }: HistoryDrawing): string[] {
  const longest = Math.max(0, ...rows.map(({ duration = 0 }) => duration));
  if (columns === undefined) {
    const lines = rows.map(plainCells);
    const widths = columnWidths(lines, order);
    return [titleLine(widths), ...lines.map((cells) => lineOf(cells, widths))];
  }
  const lines = rows.map((row) => drawnCells(row, longest));
  const widths = fittingWidths(lines, columns - textWidth('  '));
  return [
    palette.faint(`  ${titleLine(widths)}`),
    ...rows.flatMap(({ look, reason }, index) => {
      const paint = palette[look.tone];
      const line = lineOf(lines[index] ?? emptyCells, widths, (column, text) => {
        if (column === 'outcome') return paint(text);
        return column === 'bar' ? palette.faint(text) : text;
      });
      return [`${paint(look.mark)} ${line}`, ...(reason === undefined ? [] : [`    ${paint(reason)}`])];
    }),
  ];
}

const emptyCells = Object.fromEntries(order.map((column) => [column, ''])) as Cells;

/** In a pipe a release is one line. */
function plainCells({ cells, reason }: HistoryRow): Cells {
  const outcome = reason === undefined ? cells.outcome : `${cells.outcome}: ${reason}`;
  return { ...cells, outcome, bar: '' };
}

function drawnCells({ cells, duration }: HistoryRow, longest: number): Cells {
  return { ...cells, bar: duration === undefined ? '' : durationBar(duration, longest, barCells) };
}

/** Of each column the width of what stands in it; those with nothing in them have none. */
function columnWidths(lines: readonly Cells[], columns: readonly Column[]): Widths {
  return columns.flatMap((column) => {
    const widest = Math.max(0, ...lines.map((cells) => textWidth(cells[column])));
    if (widest === 0) return [];
    return [[column, untitled.includes(column) ? widest : Math.max(widest, column.length)] as const];
  });
}

/** As many columns as a line has room for; the subjects take what the others leave. */
function fittingWidths(lines: readonly Cells[], room: number): Widths {
  let kept: readonly Column[] = order;
  for (const next of leftOutInTurn) {
    const widths = columnWidths(lines, kept);
    const over = totalOf(widths) - room;
    if (over <= 0) return widths;
    const subject = widths.find(([column]) => column === 'subject')?.[1] ?? 0;
    if (subject - over >= leastSubject) {
      return widths.map(([column, width]) => [column, column === 'subject' ? width - over : width]);
    }
    kept = kept.filter((column) => column !== next);
  }
  return columnWidths(lines, kept);
}

function totalOf(widths: Widths): number {
  return widths.reduce((sum, [, width]) => sum + width, 0) + Math.max(0, widths.length - 1) * gap.length;
}

function titleLine(widths: Widths): string {
  const titles = Object.fromEntries(
    order.map((column) => [column, untitled.includes(column) ? '' : column]),
  ) as Cells;
  return lineOf(titles, widths);
}

function lineOf(
  cells: Cells,
  widths: Widths,
  paint: (column: Column, text: string) => string = (_, text) => text,
): string {
  return widths
    .map(([column, width], index) => {
      const text = fit(cells[column], width);
      const isLast = index === widths.length - 1;
      return paint(column, text) + (isLast ? '' : pad('', width - textWidth(text)));
    })
    .join(gap)
    .trimEnd();
}
