/** An image as a container definition names it, taken apart. */
export interface ImageReference {
  /** `123456789012.dkr.ecr.us-east-1.amazonaws.com`; undefined for a bare name such as `demo/web:1`. */
  readonly host: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Takes an image name apart by Docker's rule: the first part is a host when it looks like one. */
export function parseImage(image: string): ImageReference {
  const [name = '', digest] = image.split('@', 2);
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const rest = isHost ? name.slice(slash + 1) : name;
  const colon = rest.lastIndexOf(':');
  return {
    host: isHost ? first : undefined,
    repository: colon === -1 ? rest : rest.slice(0, colon),
    tag: colon === -1 ? undefined : rest.slice(colon + 1),
    digest,
  };
}
