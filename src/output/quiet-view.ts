import type { ReleaseEvent } from '../model/release-event.ts';
import { describeEvent } from './describe-event.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

const needsAPerson: ReadonlySet<ReleaseEvent['type']> = new Set([
  'warning',
  'interrupt.received',
  'interrupt.forced',
  'rollback.asked',
]);

/** `--quiet`: only what needs a person, which is warnings and what an interrupt does. */
export function quietView(write: (text: string) => void, palette: Palette): View {
  return {
    report(event) {
      if (!needsAPerson.has(event.type)) return;
      write(`${palette.warn(`${event.service}: ${describeEvent(event) ?? ''}`)}\n`);
    },
    end() {
      // Nothing is kept.
    },
  };
}
