import type { Tag } from '../model/task-definition.ts';

/** Tag on a revision that is an earlier one, registered again: `web:41`. */
export const copyTag = 'ecsdeploy:copy-of';

/** `family:revision` that a revision is a copy of; undefined where it is none. Pure. */
export function copyOf(tags: readonly Tag[]): string | undefined {
  const value = tags.find(({ key }) => key === copyTag)?.value;
  return value === undefined || !/^[\w-]+:\d+$/.test(value) ? undefined : value;
}
