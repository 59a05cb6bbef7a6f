// A sequence, a movement, or text. `\p{Cc}` stands for the escape character, the only control character that is left.
const piece = /\p{Cc}\[[\d;?]*[A-Za-z]|\n|\r|[^\p{Cc}]+/gu;

/** A terminal that remembers what stands on its screen; it obeys what log-update sends, and nothing else. */
export class FakeTerminal {
  readonly isTTY = true;
  columns: number;
  rows = 50;
  readonly #lines: string[] = [''];
  #row = 0;
  #column = 0;
  cursorIsHidden = false;
  /** Everything that was ever written. */
  written = '';

  constructor(columns = 100) {
    this.columns = columns;
  }

  write = (chunk: string | Uint8Array): boolean => {
    const text = String(chunk);
    this.written += text;
    for (const [part] of text.matchAll(piece)) this.#obey(part);
    return true;
  };

  get screen(): string[] {
    const last = this.#lines.findLastIndex((line) => line !== '');
    return this.#lines.slice(0, last + 1).map((line) => line.trimEnd());
  }

  /** What the view takes for the process's stderr. */
  get stream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  #obey(part: string): void {
    if (part === '\n') {
      this.#row += 1;
      this.#column = 0;
      this.#lines[this.#row] ??= '';
    } else if (part === '\r' || part === '\u001B[G') this.#column = 0;
    else if (part === '\u001B[2K') this.#lines[this.#row] = '';
    else if (part === '\u001B[1A') this.#row = Math.max(0, this.#row - 1);
    else if (part === '\u001B[?25l') this.cursorIsHidden = true;
    else if (part === '\u001B[?25h') this.cursorIsHidden = false;
    else if (!part.startsWith('\u001B')) this.#print(part);
  }

  #print(text: string): void {
    const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + text + line.slice(this.#column + text.length);
    this.#column += text.length;
  }
}
