/** A line that a container printed. */
export interface ContainerLine {
  /** RFC 3339 with nanoseconds, of a fixed length: later ones are greater as texts. */
  readonly at: string;
  readonly message: string;
}

/** Reads a line of `docker logs --timestamps`; undefined where it is none, such as a message of the CLI. */
export function readLogLine(line: string): ContainerLine | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) /.exec(line);
  const at = match?.[1];
  if (match === null || at === undefined) return undefined;
  const rest = line.slice(match[0].length);
  // The engine cuts long lines into pieces of 16 KiB, and puts the same moment before each.
  const message = rest.length > pieceLength ? rest.replaceAll(match[0], '') : rest;
  return { at, message };
}

// A piece is counted in bytes, so in characters it can be shorter.
const pieceLength = (16 * 1024) / 4;
