/** `sha256:0123456789ab`: enough to compare by eye. */
export function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[a-f0-9]{12})[a-f0-9]+$/, '$1');
}
