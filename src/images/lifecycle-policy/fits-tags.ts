import type { RuleSelection, TagPattern } from './parse-policy.ts';

/**
 * Whether a rule is about an image with these tags; undefined where the rule is not known. Pure.
 * "An image is successfully matched if all of the tags in the tagPatternList or tagPrefixList value are matched against any of the
 * image's tags": https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function fitsTags(selection: RuleSelection, tags: readonly string[]): boolean | undefined {
  switch (selection.kind) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
      return selection.patterns.every((pattern) => tags.some((tag) => fitsPattern(pattern, tag)));
    case 'unknown':
      return undefined;
    default:
      return selection satisfies never;
  }
}

/** Pure. Looks at each character once, which a regular expression with several `.*` would not. */
export function fitsPattern({ kind, text }: TagPattern, tag: string): boolean {
  if (kind === 'prefix') return tag.startsWith(text);
  const [first = '', ...rest] = text.split('*');
  const last = rest.pop();
  if (last === undefined) return tag === text;
  if (!tag.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = tag.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return tag.length - last.length >= from && tag.endsWith(last);
}
