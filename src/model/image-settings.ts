/** How an image is built and where it goes: `image` of `ecsdeploy.yml`, or flags. Paths are absolute. */
export interface ImageSettings {
  /** As written: the name of an ECR repository (`shop/web`) or a whole URI, never with a tag. */
  readonly repository: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string | undefined;
  /** `linux/amd64`; empty: whatever the engine builds by itself. */
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Never their values: the engine reads them from the file or the variable. */
  readonly secrets: readonly BuildSecret[];
  /** As `docker build --ssh` takes them: `default`, `id=/path/to/key`. */
  readonly ssh: readonly string[];
  /** As `docker build --cache-from` takes them. */
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
}

export interface BuildSecret {
  /** What `RUN --mount=type=secret,id=…` calls it. */
  readonly id: string;
  readonly from:
    { readonly kind: 'env'; readonly variable: string } | { readonly kind: 'file'; readonly path: string };
}
