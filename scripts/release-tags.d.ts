export declare function readReleaseTag(
  tag: string,
  tags: readonly string[],
): { readonly isPrerelease: boolean; readonly moving: string | undefined } | undefined;
