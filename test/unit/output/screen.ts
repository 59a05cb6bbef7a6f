import { EventEmitter } from 'node:events';
import { textWidth } from '../../../src/output/fit-text.ts';

// `\p{Cc}` stands for the escape character.
const piece = /(?![\r\n])\p{Cc}\[[?\d;]*[A-Za-z]|[\s\S]/gu;

/**
 * A terminal with a size: it wraps long lines, scrolls, keeps what scrolled out of it, and cannot reach that any more. A sequence that
 * it does not know is an error.
 */
export class Screen extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  cursorIsHidden = false;
  /** Everything that was ever written. */
  written = '';
  readonly #lines: string[][] = [[]];
  #top = 0;
  #row = 0;
  #column = 0;
  #wraps = true;

  constructor({ columns = 80, rows = 24 }: { columns?: number; rows?: number } = {}) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write = (chunk: string | Uint8Array): boolean => {
    const text = String(chunk);
    this.written += text;
    for (const [one] of text.matchAll(piece)) this.#obey(one);
    return true;
  };

  /** All lines, those that scrolled out included. */
  get lines(): string[] {
    const texts = this.#lines.map((cells) => cells.join('').trimEnd());
    return texts.slice(0, texts.findLastIndex((line) => line !== '') + 1);
  }

  get wrapsLongLines(): boolean {
    return this.#wraps;
  }

  /** Another size, with what stands there broken anew, as most terminals do it. */
  resize({ columns = this.columns, rows = this.rows }: { columns?: number; rows?: number }): void {
    const broken = this.#lines.map((cells) => chunks(cells, columns));
    this.#row = broken.slice(0, this.#row).flat().length;
    this.#lines.splice(0, this.#lines.length, ...broken.flat());
    this.#top = Math.max(0, this.#row + 1 - rows);
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  /** What the view takes for the process's stderr. */
  get stream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  #obey(one: string): void {
    if (!one.startsWith('\u001B')) {
      this.#print(one);
      return;
    }
    const [, parameter = '', command = ''] = /\[([?\d;]*)(.)/.exec(one) ?? [];
    switch (`${parameter.startsWith('?') ? parameter : ''}${command}`) {
      case 'm':
        return;
      case 'A':
        this.#row = Math.max(this.#top, this.#row - Math.max(1, Number(parameter)));
        return;
      case 'K':
        if (parameter !== '2') throw new Error(`only whole lines are cleared, not ${parameter}`);
        this.#lines[this.#row] = [];
        return;
      case 'J':
        this.#line().splice(this.#column);
        this.#lines.splice(this.#row + 1);
        return;
      case '?7l':
      case '?7h':
        this.#wraps = command === 'h';
        return;
      case '?25l':
      case '?25h':
        this.cursorIsHidden = command === 'l';
        return;
      default:
        throw new Error(`unknown sequence ${JSON.stringify(one)}`);
    }
  }

  #print(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#breakLine();
    else this.#put(character, textWidth(character));
  }

  #put(character: string, width: number): void {
    if (this.#column + width > this.columns) {
      if (this.#wraps) this.#breakLine();
      else this.#column = Math.max(0, this.columns - width);
    }
    const line = this.#line();
    while (line.length < this.#column) line.push(' ');
    line.splice(this.#column, width, character, ...Array<string>(Math.max(0, width - 1)).fill(''));
    this.#column += width;
  }

  #breakLine(): void {
    this.#column = 0;
    this.#row += 1;
    this.#line();
    this.#top = Math.max(this.#top, this.#row + 1 - this.rows);
  }

  #line(): string[] {
    return (this.#lines[this.#row] ??= []);
  }
}

function chunks(cells: readonly string[], size: number): string[][] {
  const number = Math.max(1, Math.ceil(cells.length / size));
  return Array.from({ length: number }, (_, index) => cells.slice(index * size, (index + 1) * size));
}
