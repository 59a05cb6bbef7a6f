import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import { findDigest, type Image, type Repository } from './repository.ts';

export type Requested =
  | { readonly kind: 'found'; readonly id: ImageIdentifier; readonly image: Image }
  | {
      readonly kind: 'missing';
      readonly id: ImageIdentifier;
      readonly code: 'ImageNotFound' | 'MissingDigestAndTag' | 'ImageTagDoesNotMatchDigest';
      readonly reason: string;
    };

/** What a caller names by tag, by digest, or by both. */
export function request(repository: Repository, id: ImageIdentifier): Requested {
  const { imageTag: tag, imageDigest: digest } = id;
  if (tag === undefined && digest === undefined) {
    const reason = 'Invalid request parameters: both tag and digest cannot be null';
    return { kind: 'missing', id, code: 'MissingDigestAndTag', reason };
  }
  if (tag !== undefined && digest !== undefined && repository.tags.get(tag) !== digest) {
    const reason = 'Tag does not match the image digest';
    return { kind: 'missing', id, code: 'ImageTagDoesNotMatchDigest', reason };
  }
  const image = repository.images.get(findDigest(repository, { tag, digest }) ?? '');
  if (image === undefined) {
    return { kind: 'missing', id, code: 'ImageNotFound', reason: 'Requested image not found' };
  }
  return { kind: 'found', id, image };
}
