/** The two numbers that decide what a client or an engine can. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** Reads `20.10.24+dfsg1`, `v0.29.1`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

export function isAtLeast(version: Version | undefined, major: number, minor: number): boolean {
  if (version === undefined) return false;
  return version.major > major || (version.major === major && version.minor >= minor);
}
