import type { DataPath } from '../model/data-document.ts';

/** One thing in an AppSpec that CodeDeploy would refuse, or that cannot be meant. */
export interface Fault {
  readonly path: DataPath;
  /** Whether the name of the member is wrong, not its value. */
  readonly atName?: boolean | undefined;
  /** A sentence with the member and its value in it, without a full stop. */
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** A value as it stands in a sentence. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
