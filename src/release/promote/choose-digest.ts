/** What an image is known to be called, with what may run under that name. */
export interface DigestCandidate {
  readonly digest: string;
  /** Itself, and, of an index, those of its children. */
  readonly under: readonly string[];
}

/**
 * The digest of what runs. The runtime tells that of the child for its own platform; whoever runs on another one needs the index that it
 * belongs to, where one is still known. Undefined: the tasks run different images. Pure.
 * @param actual digests that the tasks run, each once
 * @param candidates the most telling first
 */
export function chooseDigest(
  actual: readonly string[],
  candidates: readonly DigestCandidate[],
): string | undefined {
  const index = candidates.find(({ under }) => actual.every((digest) => under.includes(digest)));
  const [only, ...others] = actual;
  return index?.digest ?? (others.length === 0 ? only : undefined);
}
