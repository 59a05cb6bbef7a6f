import type { Difference } from '../model/release-plan.ts';
import type { Json } from '../model/task-definition.ts';
import { harmless } from './harmless.ts';

// A command line or a policy can be pages long; a plan is read at a glance.
const longestValue = 80;

/** One difference as `path: before → after`; a masked one never shows its values. */
export function describeDifference({ path, kind, before, after, masked }: Difference): string {
  const where = harmless(path);
  if (masked) return `${where}: ${kind} (hidden)`;
  switch (kind) {
    case 'added':
      return `${where}: added ${value(after)}`;
    case 'removed':
      return `${where}: removed ${value(before)}`;
    case 'changed':
      return `${where}: ${value(before)} → ${value(after)}`;
    default:
      return kind satisfies never;
  }
}

function value(json: Json | undefined): string {
  if (json === undefined) return 'nothing';
  const text = harmless(typeof json === 'string' ? json : JSON.stringify(json));
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
