import { minutes } from '../model/duration.ts';
import { isGood } from '../model/outcome.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import { clockTime } from './clock-time.ts';
import { describeEvent } from './describe-event.ts';
import { pad, textWidth } from './fit-text.ts';
import { harmless } from './harmless.ts';
import { KnownRevisions } from './known-revisions.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

// A log that is silent for longer looks dead, and some build servers end a job that is.
const heartbeat = minutes(1);

// So that one long name does not push away the words of all others.
const widestColumn = 40;

/** A timestamped line per change; the same state again is said once a minute. Nothing moves, so it fits files and build logs. Of several `services` the words stand in one column. */
export function lineView(
  write: (text: string) => void,
  palette: Palette,
  { verbose = false, services = [] }: { verbose?: boolean; services?: readonly string[] } = {},
): View {
  const lastLine = new Map<string, number>();
  const revisions = new KnownRevisions();
  const nameWidth = Math.min(widestColumn, Math.max(0, ...services.map(textWidth)));

  // Events have their own time, so that the rhythm is the same in a rehearsal on a clock that jumps.
  const isWorthALine = (event: ReleaseEvent): boolean => {
    if (event.type !== 'deployment.observed' || event.changed || verbose) return true;
    return event.at - (lastLine.get(event.service) ?? Number.NEGATIVE_INFINITY) >= heartbeat;
  };

  return {
    report(event) {
      const known = revisions.of(event);
      if (!isWorthALine(event)) return;
      const text = verbose ? (rawLine(event) ?? describeEvent(event, known)) : describeEvent(event, known);
      // Builders print empty lines to set their steps apart; here every line is set apart already.
      if (text === null || text.trim() === '') return;
      lastLine.set(event.service, event.at);
      const time = palette.faint(clockTime(event.at));
      write(`${time} ${palette.strong(pad(event.service, nameWidth))} ${colored(event, text, palette)}\n`);
    },
    end() {
      // Every line is whole already.
    },
  };
}

// With --verbose a build shows what the engine prints; without it, each step as it begins.
function rawLine(event: ReleaseEvent): string | null {
  return event.type === 'build.output' || event.type === 'push.output' ? harmless(event.line) : null;
}

function colored(event: ReleaseEvent, text: string, palette: Palette): string {
  switch (event.type) {
    case 'warning':
    case 'look.failed':
    case 'interrupt.received':
    case 'interrupt.forced':
      return palette.warn(text);
    case 'task.stopped':
    case 'rollback.asked':
    case 'rollback.started':
      return palette.bad(text);
    case 'release.concluded':
      return isGood(event.outcome) ? palette.good(text) : palette.bad(text);
    default:
      return text;
  }
}
