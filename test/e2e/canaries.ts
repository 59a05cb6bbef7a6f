import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A value that is to be seen nowhere, under a name that a report may show. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** One that no other run has. */
export function canary(name: string): Canary {
  return { name, value: `canary-${name}-${randomBytes(12).toString('hex')}` };
}

/** The names of those that stand in a text, as they are or in a form that anybody can turn back. */
export function canariesIn(text: string, canaries: readonly Canary[]): string[] {
  return canaries.filter(({ value }) => formsOf(value).some((form) => text.includes(form))).map(byName);
}

/** `file: name` for each one that stands in a file under a folder, or in the name of one. Links are not followed. */
export function canariesUnder(folder: string, canaries: readonly Canary[]): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const content = entry.isFile() ? readFileSync(file, 'latin1') : '';
    return canariesIn(`${file}\n${content}`, canaries).map(
      (name) => `${path.relative(folder, file)}: ${name}`,
    );
  });
}

/** The value itself, as part of an address, and as part of something in base64, such as a login `user:password`. */
function formsOf(value: string): string[] {
  return [value, encodeURIComponent(value), ...[0, 1, 2].map((offset) => inBase64(value, offset))];
}

/** What base64 makes of a value that begins `offset` bytes after a group of three, without what its neighbours have a part in. */
function inBase64(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const wholeGroups = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return wholeGroups.toString('base64').slice([0, 2, 3][offset]);
}

function byName({ name }: Canary): string {
  return name;
}
