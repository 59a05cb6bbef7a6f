import type { Clock } from '../model/clock.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import type { Palette } from './palette.ts';
import { lastFrame, movingFrame } from './table-frame.ts';
import { TableRows } from './table-rows.ts';
import { TerminalFrame } from './terminal-frame.ts';
import type { View } from './view.ts';
import { WarningList } from './warning-list.ts';

// Often enough for a spinner, seldom enough for a slow connection. Events come in bursts; each burst is drawn once.
const rhythm = 100;

/**
 * Several releases on a terminal: a row for each service, which moves while its release goes on. It shows itself at once: before
 * the first release begins, all services are looked at.
 */
export class TableView implements View {
  readonly #terminal: NodeJS.WriteStream;
  readonly #palette: Palette;
  readonly #clock: Clock;
  readonly #rows: TableRows;
  readonly #frame: TerminalFrame;
  readonly #warnings = new WarningList();
  readonly #ended = new AbortController();
  readonly #draw = (): void => {
    const now = this.#clock.now();
    this.#frame.draw(movingFrame(this.#rows, this.#frame.size, now, this.#palette));
  };
  readonly #drawing: Promise<void>;
  #hasEvents = false;

  /** @param services each `cluster/service`, in the order of the run */
  constructor(
    terminal: NodeJS.WriteStream,
    palette: Palette,
    { services, clock }: { readonly services: readonly string[]; readonly clock: Clock },
  ) {
    this.#terminal = terminal;
    this.#palette = palette;
    this.#clock = clock;
    this.#rows = new TableRows(services, clock.now());
    this.#frame = new TerminalFrame(terminal);
    this.#drawing = this.#keepDrawing();
    // A defect here must not end the process in the middle of a release; `end` tells of it.
    this.#drawing.catch(() => undefined);
  }

  report(event: ReleaseEvent): void {
    this.#rows.apply(event);
    this.#warnings.add(event);
    this.#hasEvents = true;
  }

  async end(how?: 'well'): Promise<void> {
    this.#ended.abort();
    await this.#drawing;
    this.#frame.end(this.#hasEvents ? this.#lastFrame(how) : []);
    for (const line of this.#warnings.lines(this.#palette)) this.#terminal.write(`${line}\n`);
  }

  #lastFrame(how: 'well' | undefined): readonly string[] {
    const now = this.#clock.now();
    this.#rows.end(now, how);
    return lastFrame(this.#rows, this.#frame.size.columns, now, this.#palette);
  }

  async #keepDrawing(): Promise<void> {
    const { signal } = this.#ended;
    this.#terminal.on('resize', this.#draw);
    try {
      while (!signal.aborted) {
        this.#draw();
        await this.#clock.sleep(rhythm, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      }
    } finally {
      this.#terminal.off('resize', this.#draw);
    }
  }
}
