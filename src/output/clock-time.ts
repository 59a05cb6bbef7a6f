/** `12:04:05Z`: UTC, so that it can be laid beside AWS's own times and the log of another machine. */
export function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)}Z`;
}
