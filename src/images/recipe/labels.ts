/** OCI's annotation for what an image was made from: our tag, which names uncommitted changes too. */
export const revisionLabel = 'org.opencontainers.image.revision';

/** What `recipeOf` gave. */
export const recipeLabel = 'ecsdeploy.recipe';

/**
 * The labels of an image. None tells when, where or by whom it was built: the same commit would have another digest each
 * time. The address of the repository is left out as well, since clones of one repository name it differently.
 */
export function imageLabels({
  recipe,
  revision,
}: {
  readonly recipe: string;
  /** The commit's SHA, with `-dirty-…` where the tree differs. */
  readonly revision?: string | undefined;
}): Readonly<Record<string, string>> {
  return { [recipeLabel]: recipe, ...(revision === undefined ? {} : { [revisionLabel]: revision }) };
}
