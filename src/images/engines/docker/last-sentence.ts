/** What a client said last, in one line and without what it puts before every error. */
export function lastSentence(text: string): string {
  const line = text
    .split('\n')
    .findLast((candidate) => candidate.trim() !== '')
    ?.trim();
  return (line ?? '').replace(/^(?:Error response from daemon: |ERROR: |Error: )+/, '');
}
