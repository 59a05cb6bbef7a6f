import { entriesOf, membersOf, wordOf, type Tree, type TreeObject } from './tree.ts';

/** Something that has happened to a repository. */
export interface Event {
  readonly name: string;
  /** Such as `refs/heads/main` or `refs/tags/v1.2.0`. */
  readonly ref: string;
  /** Of a workflow_dispatch, as a person gave them. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Paths that a push changed; without them, path filters are not asked. */
  readonly changed?: readonly string[];
  /** What else the event carries, in `github.event`. */
  readonly payload?: TreeObject;
}

/** Whether an event starts the workflow: `on` with its filters of branches, tags and paths. */
export function starts(workflow: TreeObject, event: Event): boolean {
  const on = workflow['on'];
  const names = entriesOf(typeof on === 'object' && !Array.isArray(on) ? Object.keys(membersOf(on)) : on);
  if (!names.includes(event.name)) return false;
  return passes(membersOf(membersOf(on)[event.name]), event);
}

function passes(filters: TreeObject, { name, ref, changed }: Event): boolean {
  if (name !== 'push') return changed === undefined || anyPath(filters['paths'], changed);
  const isTag = ref.startsWith('refs/tags/');
  const { branches, tags } = filters;
  const filter = isTag ? tags : branches;
  // A filter of one kind alone leaves the other kind out.
  if (filter === undefined) return branches === undefined && tags === undefined;
  return (
    isAmong(filter, ref.replace(/^refs\/(heads|tags)\//, '')) &&
    (changed === undefined || anyPath(filters['paths'], changed))
  );
}

function anyPath(filter: Tree | undefined, changed: readonly string[]): boolean {
  return filter === undefined || changed.some((file) => isAmong(filter, file));
}

/** The last pattern that fits decides; one with `!` says no. */
function isAmong(patterns: Tree, name: string): boolean {
  return entriesOf(patterns).reduce<boolean>((so, pattern) => {
    const text = wordOf(pattern);
    return text.startsWith('!') ? so && !fits(text.slice(1), name) : so || fits(text, name);
  }, false);
}

/** GitHub's patterns: `*` without a slash, `**` with, `?` and `+` after a character, and sets of characters. */
function fits(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.^$(){}|\\]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '.*');
  return new RegExp(`^${source}$`).test(name);
}
