import type { StoredImage } from '../../aws/repository-images.ts';
import type { ImageUse, NeededImage, StaleTag } from '../../model/image-protection.ts';
import type { FoundImage } from './images-of-revision.ts';
import { keepTag } from './keep-tag.ts';

/** A repository with what is in it; undefined images: too many to list. */
interface ListedRepository {
  readonly repository: string;
  readonly images: readonly StoredImage[] | undefined;
}

/**
 * Which images are to have a tag of ours, and which tags of ours are stale. Pure.
 * @param tags what all tags of the service begin with
 */
export function decideProtection(
  found: readonly FoundImage[],
  repositories: readonly ListedRepository[],
  tags: string,
): { readonly needed: readonly NeededImage[]; readonly stale: readonly StaleTag[] } {
  const uses = new Map<string, { readonly image: FoundImage; readonly usedBy: ImageUse[] }>();
  for (const image of found) {
    const name = `${image.repository}@${image.digest}`;
    const known = uses.get(name);
    if (known === undefined) uses.set(name, { image, usedBy: [image.use] });
    else known.usedBy.push(image.use);
  }
  const stored = (repository: string): readonly StoredImage[] =>
    repositories.find((one) => one.repository === repository)?.images ?? [];
  const needed = [...uses.values()].map(({ image: { repository, digest }, usedBy }): NeededImage => {
    const tag = keepTag(tags, digest);
    const isTagged = stored(repository).some((one) => one.digest === digest && one.tags.includes(tag));
    return { repository, digest, tag, usedBy, isTagged };
  });
  const stale = repositories.flatMap(({ repository, images = [] }) =>
    images
      .filter(({ digest }) => !uses.has(`${repository}@${digest}`))
      .flatMap((image) => staleTagsOf(repository, image, tags)),
  );
  return { needed, stale };
}

/** Where an image has nothing but tags of ours, the last of them is left. */
function staleTagsOf(repository: string, { digest, tags: all }: StoredImage, tags: string): StaleTag[] {
  const own = all.filter((tag) => tag.startsWith(tags));
  const spared = own.length === all.length ? own.at(-1) : undefined;
  return own.map((tag) => ({ repository, digest, tag, isLast: tag === spared }));
}
