import type { World } from '../world.ts';
import type { Manifest } from './manifest.ts';
import type { Image, Repository } from './repository.ts';
import { isImmutable } from './tag-mutability.ts';

export type Pushed =
  | { readonly kind: 'pushed'; readonly image: Image }
  /** All is already as the push would make it. */
  | { readonly kind: 'unchanged'; readonly image: Image }
  | {
      readonly kind: 'refused';
      readonly because: 'tag-taken' | 'layers-missing' | 'images-missing';
      readonly message: string;
    };

/**
 * The one rule for images that come in, by PutImage and by the registry. A tag given to another image leaves the one it was on, where
 * the repository allows that; and whatever the manifest names by its digest must be in the repository.
 */
export function pushImage(
  world: World,
  repository: Repository,
  manifest: Manifest,
  tag: string | undefined,
): Pushed {
  const known = repository.images.get(manifest.digest);
  const taken = tag === undefined ? undefined : refuseTag(repository, tag, manifest.digest);
  if (taken !== undefined) return { kind: 'refused', because: 'tag-taken', message: taken };
  const isTagged = tag === undefined || repository.tags.get(tag) === manifest.digest;
  if (known !== undefined && isTagged) return { kind: 'unchanged', image: known };
  const missing = refuseMissing(world, repository, manifest);
  if (missing !== undefined) return missing;
  const image: Image = { ...manifest, pushedAt: known?.pushedAt ?? world.timeline.now() };
  repository.images.set(image.digest, image);
  if (tag !== undefined) repository.tags.set(tag, image.digest);
  return { kind: 'pushed', image };
}

/** Why a tag cannot be given to this image: it is immutable and on another one. Undefined where it can. */
export function refuseTag(repository: Repository, tag: string, digest: string): string | undefined {
  const known = repository.tags.get(tag);
  if (known === undefined || known === digest || !isImmutable(repository, tag)) return undefined;
  return tagTaken(repository.description.repositoryName, tag);
}

/** ECR's words for a tag that is immutable and on another image. */
export function tagTaken(repositoryName: string, tag: string): string {
  return `The image tag '${tag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the repository is immutable.`;
}

function refuseMissing(world: World, repository: Repository, manifest: Manifest): Pushed | undefined {
  const { blobs } = world.ecr.site;
  const layers = manifest.blobs.filter((digest) => blobs.sizeIn(repository, digest) === undefined);
  const images = manifest.children.filter((digest) => !repository.images.has(digest));
  if (layers.length === 0 && images.length === 0) return undefined;
  const [what, digests] = layers.length > 0 ? ['Layers', layers] : ['Images', images];
  // AWS's text for images, as docker shows it; that for layers is made like it.
  const message = `${what} with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${repository.description.repositoryName}' in the registry with id '${world.account}' do not exist`;
  return {
    kind: 'refused',
    because: layers.length > 0 ? 'layers-missing' : 'images-missing',
    message,
  };
}
