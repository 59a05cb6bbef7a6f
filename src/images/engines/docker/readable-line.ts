import { stripVTControlCharacters } from 'node:util';

/** BuildKit writes it once before everything that a program wrote to the line, overwritten or not: `#8 0.224 `. */
const buildKitPrefix = /^#\d+ \d+\.\d+ /;

/** A line as a terminal would leave it: no colour, and of what overwrites itself (progress of downloads) the last state. */
export function readableLine(line: string): string {
  const plain = line.includes('\x1b') ? stripVTControlCharacters(line) : line;
  if (!plain.includes('\r')) return plain;
  const prefix = buildKitPrefix.exec(plain)?.[0] ?? '';
  const states = plain.slice(prefix.length).split('\r');
  return prefix + (states.findLast((state) => state !== '') ?? '');
}
