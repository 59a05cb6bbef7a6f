import type { Repository as RepositoryDescription } from '@aws-sdk/client-ecr';
import type { Manifest } from './manifest.ts';

/** One manifest that was pushed. Its tags are names that can move to another one. */
export interface Image extends Manifest {
  readonly pushedAt: number;
  /** When a task or a client last pulled it. */
  pulledAt?: number | undefined;
}

export interface LifecyclePolicy {
  /** JSON, as it was put. */
  readonly text: string;
  /** Undefined: never yet. */
  evaluatedAt?: number | undefined;
}

/** What a lifecycle policy would do, asked for and perhaps not told yet. */
export interface LifecyclePreview {
  readonly text: string;
  /** Undefined while it is made. */
  marks?: readonly LifecycleMark[] | undefined;
}

/** An image that a rule takes. */
export interface LifecycleMark {
  readonly image: Image;
  /** As they were when it was taken. */
  readonly tags: readonly string[];
  readonly rule: number;
  readonly action: 'EXPIRE' | 'TRANSITION';
}

export interface Repository {
  /** As AWS shows it, without its address. */
  description: Omit<RepositoryDescription, 'repositoryUri'> & { readonly repositoryName: string };
  readonly images: Map<string, Image>;
  /** From tag to digest. */
  readonly tags: Map<string, string>;
  readonly resourceTags: Map<string, string>;
  lifecyclePolicy?: LifecyclePolicy | undefined;
  lifecyclePreview?: LifecyclePreview | undefined;
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
