import type { ReleaseEvent } from '../model/release-event.ts';
import { clockTime } from './clock-time.ts';
import { describeEvent } from './describe-event.ts';
import { lineView } from './line-view.ts';
import { LiveList } from './live-list.ts';
import { LiveRows } from './live-rows.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

interface Drawing {
  readonly service: string;
  readonly rows: LiveRows;
  readonly list: LiveList;
}

/**
 * A release on a terminal: rows that move while it goes on. Services that are released one after the other get a list each; as soon as
 * two overlap, lines take over, because two lists cannot share the bottom of a terminal.
 */
export class LiveView implements View {
  readonly #terminal: NodeJS.WriteStream;
  readonly #palette: Palette;
  readonly #lines: View;
  readonly #warnings: string[] = [];
  /** Events that came while a list was drawing its last state. */
  #later: ReleaseEvent[] = [];
  #current: Drawing | undefined;
  #leaving: Promise<void> | undefined;
  #overlapped = false;

  constructor(terminal: NodeJS.WriteStream, palette: Palette) {
    this.#terminal = terminal;
    this.#palette = palette;
    this.#lines = lineView((text) => terminal.write(text), palette);
  }

  report(event: ReleaseEvent): void {
    if (this.#leaving !== undefined) this.#later.push(event);
    else if (this.#overlapped) this.#lines.report(event);
    else this.#draw(event);
  }

  async end(how?: 'well'): Promise<void> {
    // What waited for one list to end may have begun the next.
    while (this.#leaving !== undefined || this.#current !== undefined)
      await (this.#leaving ?? this.#leave(how));
  }

  #draw(event: ReleaseEvent): void {
    if (this.#current !== undefined && this.#current.service !== event.service) {
      this.#overlapped = true;
      this.#later.push(event);
      void this.#leave();
      return;
    }
    if (event.type === 'warning') this.#keepWarning(event);
    const { rows, list } = (this.#current ??= this.#begin(event));
    rows.apply(event);
    list.refresh();
    if (event.type === 'release.concluded') void this.#leave();
  }

  #begin(event: ReleaseEvent): Drawing {
    const rows = new LiveRows(event);
    return { service: event.service, rows, list: new LiveList(rows, this.#terminal, this.#palette) };
  }

  // The next list, or the first line, may only be drawn where the one before has stopped drawing.
  #leave(how?: 'well'): Promise<void> {
    const ended = this.#current?.list.end(how) ?? Promise.resolve();
    this.#leaving = ended.then(() => {
      this.#leaving = undefined;
      this.#current = undefined;
      for (const warning of this.#warnings.splice(0)) this.#terminal.write(warning);
      const later = this.#later;
      this.#later = [];
      for (const event of later) this.report(event);
    });
    return this.#leaving;
  }

  // A warning must still stand there when the moving part is gone.
  #keepWarning(event: ReleaseEvent): void {
    const { faint, warn, strong } = this.#palette;
    const text = describeEvent(event) ?? '';
    this.#warnings.push(`${faint(clockTime(event.at))} ${strong(event.service)} ${warn(text)}\n`);
  }
}
