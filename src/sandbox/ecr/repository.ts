import type { Repository as RepositoryDescription } from '@aws-sdk/client-ecr';

/** One manifest. Its digest is the SHA-256 of its text, its tags are names that can move to another one. */
export interface Image {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  readonly artifactMediaType: string | undefined;
  readonly sizeInBytes: number;
  readonly pushedAt: number;
}

export interface Repository {
  /** As AWS shows it, without its address. */
  readonly description: Omit<RepositoryDescription, 'repositoryUri'> & { readonly repositoryName: string };
  readonly images: Map<string, Image>;
  /** From tag to digest. */
  readonly tags: Map<string, string>;
  readonly resourceTags: Map<string, string>;
}

export function tagsOf(repository: Repository, digest: string): string[] {
  return [...repository.tags].filter(([, tagged]) => tagged === digest).map(([tag]) => tag);
}

/** The digest that a tag, a digest, or both (where they agree) stand for. */
export function findDigest(
  repository: Repository,
  wanted: { readonly tag?: string | undefined; readonly digest?: string | undefined },
): string | undefined {
  const digest = wanted.digest ?? repository.tags.get(wanted.tag ?? 'latest');
  return digest !== undefined && repository.images.has(digest) ? digest : undefined;
}
