import type { Tag } from '@aws-sdk/client-ecs';
import { invalidParameter } from '../refusals.ts';

/** Tags as they are kept; a later value of the same key wins. Limits: section 2.15 of the specification. */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[] | undefined): readonly Tag[] {
  const merged = new Map(existing.map((tag) => [tag.key ?? '', tag.value ?? '']));
  for (const { key = '', value = '' } of added ?? []) {
    if (key.length < 1 || key.length > 128)
      throw invalidParameter(`Tag key must have 1 to 128 characters: '${key}'`);
    if (value.length > 256) throw invalidParameter(`Tag value must have at most 256 characters: '${key}'`);
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidParameter(`Tag keys that begin with aws: are reserved for AWS use: '${key}'`);
    }
    merged.set(key, value);
  }
  if (merged.size > 50) throw invalidParameter('A resource can have at most 50 tags.');
  return [...merged].map(([key, value]) => ({ key, value }));
}
