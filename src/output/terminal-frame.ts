import { stripVTControlCharacters } from 'node:util';
import { textWidth } from './fit-text.ts';
import type { TerminalSize } from './table-frame.ts';

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
// Terminals differ about the width of rare characters: a line that is wider than we think is cut, and does not take a second one.
const cutLongLines = '\u001B[?7l';
const wrapLongLines = '\u001B[?7h';
const clearLine = '\u001B[2K';
const clearBelow = '\u001B[J';

// A pseudo-terminal that nobody gave a size has none.
const usualSize: TerminalSize = { columns: 80, lines: 24 };

/**
 * Lines at the bottom of a terminal that change in place. Each change is written at once, and only what differs, so that nothing
 * flickers; the cursor waits hidden on the line beneath.
 */
export class TerminalFrame {
  readonly #terminal: NodeJS.WriteStream;
  #drawn: readonly string[] = [];
  #columns: number | undefined;
  readonly #restore = (): void => {
    this.#terminal.write(showCursor);
  };

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal;
  }

  /** What can be drawn now without scrolling. */
  get size(): TerminalSize {
    const columns = this.#terminal.columns || usualSize.columns;
    const lines = this.#terminal.rows || usualSize.lines;
    return { columns, lines: Math.max(1, lines - 1) };
  }

  /** Shows these lines in the place of those that were shown before; each fits into `size`, and so do all together. */
  draw(lines: readonly string[]): void {
    if (this.#columns === undefined) {
      // A second Ctrl-C leaves at once; the cursor must come back even then.
      process.once('exit', this.#restore);
      this.#terminal.write(hideCursor);
    }
    const text = this.#isMisplaced() ? this.#replacement(lines) : this.#changes(lines);
    this.#columns = this.size.columns;
    this.#drawn = lines;
    if (text !== '') this.#terminal.write(`${cutLongLines}${text}${wrapLongLines}`);
  }

  /** Puts these lines in the place of what was shown, for good, and gives the cursor back. */
  end(lines: readonly string[]): void {
    const text = this.#replacement(lines);
    const restored = this.#columns === undefined ? '' : showCursor;
    process.off('exit', this.#restore);
    this.#terminal.write(`${text}${restored}`);
    this.#drawn = [];
    this.#columns = undefined;
  }

  // After a resize the lines that were drawn may be broken, or partly out of reach.
  #isMisplaced(): boolean {
    const { columns, lines } = this.size;
    return (this.#columns !== undefined && this.#columns !== columns) || this.#drawn.length > lines;
  }

  #changes(lines: readonly string[]): string {
    const isSame = lines.length === this.#drawn.length && lines.every((line, i) => line === this.#drawn[i]);
    if (isSame) return '';
    const changed = lines.map((line, i) => (line === this.#drawn[i] ? '\n' : `${clearLine}${line}\n`));
    return `${up(this.#drawn.length)}${changed.join('')}${clearBelow}`;
  }

  // A terminal that became narrower has broken lines that were whole, and what was one line may be two now. Each line is cleared by
  // itself: some terminals keep a copy of a screen that is cleared as a whole.
  #replacement(lines: readonly string[]): string {
    const { columns, lines: reachable } = this.size;
    const heights = this.#drawn.map((line) => Math.ceil(textWidth(stripVTControlCharacters(line)) / columns));
    const height = heights.reduce((sum, one) => sum + Math.max(1, one), 0);
    const cleared = lines.map((line) => `${clearLine}${line}\n`).join('');
    return `${up(Math.min(height, reachable))}${cleared}${clearBelow}`;
  }
}

// 0 would be taken for 1.
function up(lines: number): string {
  return lines === 0 ? '' : `\r\u001B[${lines}A`;
}
