/** What `docker build` of a client really uses. */
export type Builder = 'buildx' | 'buildkit' | 'legacy';

/** Which program was chosen, to be said before it is used. */
export interface EngineDescription {
  readonly program: string;
  /** Absolute path of the client. */
  readonly path: string;
  readonly clientVersion: string;
  readonly serverVersion: string;
  readonly builder: Builder;
  /** What it builds when no platform is asked for: `linux/amd64`. */
  readonly platform: string;
}
