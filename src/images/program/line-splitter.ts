/** Longer lines are cut here, in characters: one line never costs more memory than this. */
export const longestLine = 64 * 1024;

/** Stands at the end of a line that was cut. */
export const cutMark = '…';

/**
 * Cuts a stream of text into lines, however it arrives. A line ends with a line feed; carriage returns before it go. Other
 * carriage returns stay in the line, for whoever knows what they overwrite: but a line that only ever overwrites itself
 * is handed on at its last one when it gets too long.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';
  /** The rest of a line that was handed on already, up to its end. */
  #isDropping = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      this.#append(part);
      this.#finish();
    }
    this.#append(last);
  }

  /** What stands after the last line feed is a line, too. */
  end(): void {
    if (this.#rest !== '') this.#finish();
  }

  #append(text: string): void {
    if (this.#isDropping) return;
    this.#rest += text;
    if (this.#rest.length <= longestLine) return;
    const overwritten = this.#rest.lastIndexOf('\r');
    const after = this.#rest.slice(overwritten + 1);
    if (overwritten > 0 && after.length <= longestLine) {
      this.#onLine(cut(withoutReturns(this.#rest.slice(0, overwritten))));
      this.#rest = after;
    } else {
      this.#onLine(cut(this.#rest));
      this.#rest = '';
      this.#isDropping = true;
    }
  }

  #finish(): void {
    if (!this.#isDropping) this.#onLine(withoutReturns(this.#rest));
    this.#rest = '';
    this.#isDropping = false;
  }
}

function withoutReturns(line: string): string {
  return line.replace(/\r+$/, '');
}

function cut(line: string): string {
  return line.length <= longestLine ? line : `${line.slice(0, longestLine)}${cutMark}`;
}
