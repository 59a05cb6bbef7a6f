import type { ReleaseEvent } from '../model/release-event.ts';
import { LiveList } from './live-list.ts';
import { LiveRows } from './live-rows.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';
import { WarningList } from './warning-list.ts';

interface Drawing {
  readonly rows: LiveRows;
  readonly list: LiveList;
}

/** One release on a terminal: a row for each of its phases, which move while it goes on. */
export class LiveView implements View {
  readonly #terminal: NodeJS.WriteStream;
  readonly #palette: Palette;
  readonly #warnings = new WarningList();
  #drawing: Drawing | undefined;

  constructor(terminal: NodeJS.WriteStream, palette: Palette) {
    this.#terminal = terminal;
    this.#palette = palette;
  }

  report(event: ReleaseEvent): void {
    this.#warnings.add(event);
    const { rows, list } = (this.#drawing ??= this.#begin(event));
    rows.apply(event);
    list.refresh();
  }

  async end(how?: 'well'): Promise<void> {
    await this.#drawing?.list.end(how);
    for (const line of this.#warnings.lines(this.#palette)) this.#terminal.write(`${line}\n`);
  }

  #begin(event: ReleaseEvent): Drawing {
    const rows = new LiveRows(event);
    return { rows, list: new LiveList(rows, this.#terminal, this.#palette) };
  }
}
