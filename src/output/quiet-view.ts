import { describeEvent } from './describe-event.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

/** `--quiet`: only what needs a person, which is warnings and what an interrupt does. */
export function quietView(write: (text: string) => void, palette: Palette): View {
  return {
    report(event) {
      if (event.type !== 'warning' && event.type !== 'interrupt.received') return;
      write(`${palette.warn(`${event.service}: ${describeEvent(event) ?? ''}`)}\n`);
    },
    end() {
      // Nothing is kept.
    },
  };
}
