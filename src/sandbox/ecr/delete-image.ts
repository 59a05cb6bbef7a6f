import type { World } from '../world.ts';
import type { Image, Repository } from './repository.ts';

/** The indexes that name this image: as long as there are any, it stays. */
export function indexesOf(repository: Repository, digest: string): string[] {
  return [...repository.images.values()]
    .filter((image) => image.children.includes(digest))
    .map((image) => image.digest);
}

/** Takes an image away with its tags, and with those of its blobs that no other image of the repository names. */
export function deleteImage(world: World, repository: Repository, image: Image): void {
  repository.images.delete(image.digest);
  for (const [tag, digest] of repository.tags) if (digest === image.digest) repository.tags.delete(tag);
  const needed = new Set([...repository.images.values()].flatMap((other) => other.blobs));
  for (const blob of image.blobs) if (!needed.has(blob)) world.ecr.site.blobs.giveUp(repository, blob);
}
