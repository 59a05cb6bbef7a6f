import { ProcessOutput } from 'listr2';

/**
 * listr2's way to the terminal, with stderr on both ends: it writes its progress to what it takes for stdout. Its own stream is a
 * copy that keeps the size the terminal had at start; this one follows it.
 */
export class StderrOutput extends ProcessOutput {
  readonly #terminal: NodeJS.WriteStream;

  constructor(terminal: NodeJS.WriteStream) {
    super(terminal, terminal, { leaveEmptyLine: false });
    this.#terminal = terminal;
  }

  override get stdout(): NodeJS.WriteStream {
    const terminal = this.#terminal;
    const stream = super.stdout;
    Object.defineProperties(stream, {
      columns: { get: () => terminal.columns },
      rows: { get: () => terminal.rows },
    });
    return stream;
  }
}
