/** A mapping of an AppSpec. CodeDeploy finds its members whatever the case of their names. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of this name; undefined where the value is no mapping, or has none. */
export function memberOf(value: unknown, name: string): unknown {
  if (!isMapping(value)) return undefined;
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

/** Text, a number as its digits; undefined for all else, and for nothing. */
export function textMember(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  if (typeof member === 'number') return String(member);
  return typeof member === 'string' && member !== '' ? member : undefined;
}

/** A list of texts; undefined where it is none, or is empty. */
export function textsMember(value: unknown, name: string): string[] | undefined {
  const member = memberOf(value, name);
  if (!Array.isArray(member) || member.length === 0) return undefined;
  const texts = member.filter((item): item is string => typeof item === 'string' && item !== '');
  return texts.length === member.length ? texts : undefined;
}
