import {
  DefaultRenderer,
  Listr,
  ListrLogger,
  type ListrDefaultRendererOptions,
  type ListrTask,
} from 'listr2';
import { fit } from './fit-text.ts';
import type { Row, RowKey } from './live-row.ts';
import type { LiveRows } from './live-rows.ts';
import type { Palette } from './palette.ts';
import { StderrOutput } from './stderr-output.ts';

// Whether this is a terminal was decided before; listr2 would look at stdout, which may well be a file.
class TerminalRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

interface RunningRow {
  title: string;
  output: string;
  skip: (message: string) => void;
}

/** Draws the rows of one release with listr2 until all of them came to an end. */
export class LiveList {
  readonly #rows: LiveRows;
  readonly #terminal: NodeJS.WriteStream;
  readonly #running = new Map<RowKey, RunningRow>();
  readonly #enders = new Map<RowKey, () => void>();
  readonly #list: Pick<Listr, 'run' | 'tasks'>;
  readonly #finished: Promise<unknown>;
  /** Rows that are shown, or will be, as the list was told last. */
  #expected: readonly boolean[];

  constructor(rows: LiveRows, terminal: NodeJS.WriteStream, palette: Palette) {
    this.#rows = rows;
    this.#terminal = terminal;
    const output = new StderrOutput(terminal);
    // A second Ctrl-C leaves at once; the cursor must come back even then.
    const showCursor = (): void => {
      output.toStdout('\u001B[?25h', false);
    };
    process.once('exit', showCursor);
    this.#expected = this.#expectedNow();
    this.#list = this.#listr(output, palette);
    this.#finished = this.#list.run().finally(() => process.off('exit', showCursor));
  }

  /** Shows what the rows say now. */
  refresh(): void {
    this.#reshape();
    for (const row of this.#rows.rows) this.#show(row);
  }

  /** Resolves when the last state is drawn and the terminal is as it was. */
  async end(how?: 'well'): Promise<void> {
    if (how === 'well') this.#rows.endWell();
    else this.#rows.breakOff();
    this.refresh();
    await this.#finished;
  }

  #listr(processOutput: StderrOutput, palette: Palette): Pick<Listr, 'run' | 'tasks'> {
    return new Listr(
      this.#rows.rows.map((row) => this.#task(row)),
      {
        concurrent: false,
        exitOnError: false,
        // listr2 would leave with 127 on SIGINT, and a rollback that we owe would not happen.
        registerSignalListeners: false,
        renderer: TerminalRenderer,
        rendererOptions: rendererOptions(processOutput, palette),
      },
    );
  }

  // listr2 asks whether a row is shown at the beginning and when its turn comes; which are to come may be known in between.
  #reshape(): void {
    const expected = this.#expectedNow();
    for (const [index, task] of this.#list.tasks.entries()) {
      if (expected[index] !== this.#expected[index]) void task.check(undefined);
    }
    this.#expected = expected;
  }

  #expectedNow(): readonly boolean[] {
    return this.#rows.rows.map(({ state }) => state !== 'hidden');
  }

  #task(row: Row): ListrTask {
    return {
      title: this.#clip(row.title, 4),
      enabled: () => row.state !== 'hidden',
      task: (_context, wrapper) => {
        this.#running.set(row.key, wrapper);
        return new Promise<void>((resolve, reject) => {
          this.#enders.set(row.key, () => {
            if (row.state === 'failed') reject(new Error(this.#clip(row.title, 4)));
            else resolve();
          });
          this.#show(row);
        });
      },
    };
  }

  #show(row: Row): void {
    const running = this.#running.get(row.key);
    // A row that has its turn before it begins has not ended.
    if (running === undefined || row.state === 'waiting') return;
    running.title = this.#clip(row.title, 4);
    if (row.state === 'active') {
      running.output = this.#rows.details.map((line) => this.#clip(line, 8)).join('\n');
      return;
    }
    if (row.state === 'left') running.skip(running.title);
    this.#running.delete(row.key);
    this.#enders.get(row.key)?.();
  }

  // listr2 measures stdout, which may not be the terminal that is drawn on.
  #clip(text: string, margin: number): string {
    return fit(text, Math.max(10, (this.#terminal.columns || 80) - margin));
  }
}

// listr2 decides about colour by itself; ours was decided once.
function rendererOptions(processOutput: StderrOutput, palette: Palette): ListrDefaultRendererOptions {
  const { good, bad, warn, faint } = palette;
  const colors = {
    PENDING: warn,
    COMPLETED: good,
    FAILED: bad,
    SKIPPED_WITH_COLLAPSE: warn,
    WAITING: faint,
    OUTPUT: faint,
  };
  return {
    logger: new ListrLogger({ useIcons: true, processOutput }),
    formatOutput: 'truncate',
    color: Object.fromEntries(
      Object.entries(colors).map(([level, color]) => [level, (text = '') => color(text)]),
    ),
  };
}
