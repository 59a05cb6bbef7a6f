import { formatDuration } from '../model/duration.ts';
import { fit, fitName, pad, textWidth } from './fit-text.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';
import { elapsed, needsSomebody, type RowState, type TableRow } from './table-row.ts';
import type { TableEntry } from './table-rows.ts';

export interface Drawing {
  /** Cells of a line. */
  readonly columns: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly palette: Palette;
}

type Paint = (text: string) => string;
export const colorless: Paint = (text) => text;

export interface Widths {
  readonly name: number;
  /** 0 where there is no room for times. */
  readonly time: number;
}

// On less there is no room for a column of times.
const columnsForTimes = 50;

/** The columns of a table: as wide as what stands in them, but of a line the words need most. */
export function columnWidths(entries: readonly TableEntry[], { columns, now }: Drawing): Widths {
  const name = widest(entries.map((entry) => entry.name));
  return {
    name: Math.min(name, Math.max(8, Math.floor(columns * 0.4))),
    time: columns < columnsForTimes ? 0 : widest(entries.map(({ row }) => timeOf(row, now))),
  };
}

/** The line of a row, and beneath it the reason of one that goes back or did not end well. */
export function rowLines({ name, row }: TableEntry, widths: Widths, drawing: Drawing): readonly string[] {
  const { columns, now, palette } = drawing;
  const { mark, paint } = look(row.state, drawing);
  const isFaint = ['looked-at', 'waiting', 'not-started'].includes(row.state);
  const time = widths.time === 0 ? '' : `  ${timeOf(row, now).padStart(widths.time)}`;
  const line = lineOf(columns, [
    [`${mark} `, paint],
    [pad(fitName(name, widths.name), widths.name), isFaint ? palette.faint : palette.strong],
    [time, palette.faint],
    [
      `  ${harmless(row.text)}${timeLeft(row, now)}`,
      row.state === 'moving' || row.state === 'good' ? colorless : paint,
    ],
  ]);
  if (row.reason === undefined || !needsSomebody.includes(row.state)) return [line];
  return [line, lineOf(columns, [[`    ${harmless(row.reason)}`, paint]])];
}

// Counted down between the looks.
function timeLeft({ endsAt }: TableRow, now: number): string {
  return endsAt === undefined ? '' : `, ${formatDuration(Math.max(0, endsAt - now))} left`;
}

function timeOf(row: TableRow, now: number): string {
  const time = elapsed(row, now);
  return time === undefined ? '' : formatDuration(time);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(textWidth));
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const spinnerRhythm = 100;

function look(state: RowState, { now, palette }: Drawing): { readonly mark: string; readonly paint: Paint } {
  const turning = spinner.charAt(Math.floor(now / spinnerRhythm) % spinner.length);
  switch (state) {
    case 'looked-at':
    case 'waiting':
      return { mark: '·', paint: palette.faint };
    case 'moving':
      return { mark: turning, paint: palette.warn };
    case 'going-back':
      return { mark: turning, paint: palette.bad };
    case 'good':
      return { mark: '✔', paint: palette.good };
    case 'rolled-back':
      return { mark: '↺', paint: palette.bad };
    case 'warned':
      return { mark: '!', paint: palette.warn };
    case 'bad':
      return { mark: '✖', paint: palette.bad };
    case 'not-started':
      return { mark: '-', paint: palette.warn };
    default:
      return state satisfies never;
  }
}

/** One line of pieces that each have their colour, cut where the terminal ends. */
export function lineOf(columns: number, pieces: readonly (readonly [string, Paint])[]): string {
  let left = columns;
  let line = '';
  for (const [text, paint] of pieces) {
    const shown = fit(text, left);
    left -= textWidth(shown);
    if (shown !== '') line += paint(shown);
  }
  return line;
}
