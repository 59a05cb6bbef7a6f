import { maskAll } from '../model/mask-text.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

interface Setting {
  readonly member: string;
  readonly value: unknown;
  readonly source: string;
}

/** The settings of one service, a line each: member, value, and where it comes from. */
export function settingsText(service: string, settings: readonly Setting[], palette: Palette): string {
  const values = settings.map(({ value }) =>
    typeof value === 'string' ? harmless(value) : JSON.stringify(maskAll(value)),
  );
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const memberWidth = widest(settings.map(({ member }) => member));
  const valueWidth = widest(values);
  const lines = settings.map(({ member, source }, index) => {
    const value = (values[index] ?? '').padEnd(valueWidth);
    return `  ${member.padEnd(memberWidth)}  ${value}  ${palette.faint(harmless(source))}`;
  });
  return [palette.strong(service), ...lines].join('\n');
}
