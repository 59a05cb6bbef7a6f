/** What two images must have in common for one to stand in for the other. */
export interface Origin {
  /** Commit, with `-dirty-…`; undefined outside of a git repository. */
  readonly revision: string | undefined;
  readonly recipe: string | undefined;
}

export type ImageDecision =
  | { readonly kind: 'build' }
  /** The registry holds what a build would make. */
  | { readonly kind: 'reuse' }
  /** The tag is taken by an image that is not ours to replace. */
  | {
      readonly kind: 'refuse';
      readonly because: 'unknown-recipe' | 'unknown-source' | 'other-recipe' | 'other-source';
    };

/**
 * Whether to build. A tag that is the commit never moves; a tag that a person chose moves where the repository lets it.
 * The recipe says nothing about the source: only both together make two builds the same.
 */
export function decideImage(
  wanted: Origin,
  found: Origin | undefined,
  { mayMoveTag }: { readonly mayMoveTag: boolean },
): ImageDecision {
  if (found === undefined) return { kind: 'build' };
  const isSameSource = wanted.revision !== undefined && wanted.revision === found.revision;
  if (isSameSource && found.recipe === wanted.recipe) return { kind: 'reuse' };
  if (mayMoveTag) return { kind: 'build' };
  if (found.recipe === undefined) return { kind: 'refuse', because: 'unknown-recipe' };
  if (wanted.revision === undefined) return { kind: 'refuse', because: 'unknown-source' };
  if (!isSameSource) return { kind: 'refuse', because: 'other-source' };
  return { kind: 'refuse', because: 'other-recipe' };
}
