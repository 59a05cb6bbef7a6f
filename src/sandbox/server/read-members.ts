import { ControlInputError } from '../control-input-error.ts';

export type Json = Readonly<Record<string, unknown>>;

export function requireKnown(body: Json, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ControlInputError(`There is no setting ${unknown}; there are ${known.join(', ')}.`);
}

/** An object inside; with any members where none are named. */
export function section(body: Json, name: string, known?: readonly string[]): Json | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) return refuse(name, value, 'an object');
  if (known !== undefined) requireKnown(value as Json, known);
  return value as Json;
}

export function number(
  body: Json,
  name: string,
  low: number,
  high = Number.POSITIVE_INFINITY,
): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= low && value <= high) return value;
  return refuse(
    name,
    value,
    Number.isFinite(high) ? `a number from ${low} to ${high}` : `a number of at least ${low}`,
  );
}

export function text(body: Json, name: string): string | undefined {
  const value = body[name];
  return value === undefined || (typeof value === 'string' && value !== '')
    ? value
    : refuse(name, value, 'a text');
}

export function flag(body: Json, name: string): boolean | undefined {
  const value = body[name];
  return value === undefined || typeof value === 'boolean' ? value : refuse(name, value, 'true or false');
}

export function oneOf<Word extends string>(
  body: Json,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  return words.find((word) => word === value) ?? refuse(name, value, `one of ${words.join(', ')}`);
}

export function refuse(name: string, value: unknown, wanted: string): never {
  const given = value === undefined ? 'it is missing' : `not ${JSON.stringify(value)}`;
  throw new ControlInputError(`${name} must be ${wanted}, ${given}.`);
}
