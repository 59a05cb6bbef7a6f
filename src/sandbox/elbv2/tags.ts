import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { World } from '../world.ts';

export function addTags(world: World, arn: string, tags: readonly Tag[] | undefined): void {
  const all = world.elbv2.tags.get(arn) ?? new Map<string, string>();
  for (const tag of tags ?? []) all.set(tag.Key ?? '', tag.Value ?? '');
  world.elbv2.tags.set(arn, all);
}

export function tagsOn(world: World, arn: string): Tag[] {
  return [...(world.elbv2.tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
}
