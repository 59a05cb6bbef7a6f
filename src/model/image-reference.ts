/** An image reference taken apart. `registry` is absent for short names such as `nginx:1`. */
export interface ImageReference {
  readonly registry?: string | undefined;
  readonly repository: string;
  readonly tag?: string | undefined;
  /** `sha256:…` */
  readonly digest?: string | undefined;
}

/** Takes `registry/repository:tag@sha256:…` apart; undefined when the text is no image reference. */
export function parseImageReference(text: string): ImageReference | undefined {
  const match =
    /^(?:(?<registry>[a-zA-Z0-9.-]+(?::\d+)?)\/)??(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}))?$/.exec(
      text,
    );
  const groups = match?.groups;
  if (groups === undefined) return undefined;
  const { registry, repository, tag, digest } = groups;
  if (repository === undefined) return undefined;
  return withRegistry({ registry, repository, tag, digest });
}

/** A first part is a registry only if it looks like a host: the rule of the Docker reference grammar. */
function withRegistry(reference: ImageReference): ImageReference {
  if (reference.registry !== undefined) return reference;
  const [first, ...rest] = reference.repository.split('/');
  const isHost = first !== undefined && rest.length > 0 && (first.includes('.') || first === 'localhost');
  return isHost ? { ...reference, registry: first, repository: rest.join('/') } : reference;
}

export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  const name = registry === undefined ? repository : `${registry}/${repository}`;
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
