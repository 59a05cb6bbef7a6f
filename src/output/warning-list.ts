import type { ReleaseEvent } from '../model/release-event.ts';
import { clockTime } from './clock-time.ts';
import { describeEvent } from './describe-event.ts';
import type { Palette } from './palette.ts';

interface KeptWarning {
  readonly at: number;
  readonly text: string;
  readonly services: string[];
}

const servicesNamed = 3;

/** Warnings that must still stand there when what moves is gone. What many services are warned of alike is said once. */
export class WarningList {
  readonly #kept = new Map<string, KeptWarning>();

  /** Keeps the event if it is a warning. */
  add(event: ReleaseEvent): void {
    if (event.type !== 'warning') return;
    const text = describeEvent(event) ?? '';
    const known = this.#kept.get(text);
    if (known === undefined) this.#kept.set(text, { at: event.at, text, services: [event.service] });
    else if (!known.services.includes(event.service)) known.services.push(event.service);
  }

  lines(palette: Palette): readonly string[] {
    return [...this.#kept.values()].map(({ at, text, services }) => {
      const [only = '', ...others] = services;
      const time = palette.faint(clockTime(at));
      if (others.length === 0) return `${time} ${palette.strong(only)} ${palette.warn(text)}`;
      return `${time} ${palette.warn(text)} (${named(services)})`;
    });
  }
}

function named(services: readonly string[]): string {
  const more = services.length - servicesNamed;
  const names = services.slice(0, servicesNamed).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}
