import type { EngineDescription } from '../../model/engine-description.ts';
import type { ImageSettings } from '../../model/image-settings.ts';

export type { Builder, EngineDescription } from '../../model/engine-description.ts';

export interface BuildOrder {
  readonly settings: ImageSettings;
  /** `repository:tag`, the name that the image gets. */
  readonly reference: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Pushes as part of the build: the only way for several platforms, which the local store cannot hold. */
  readonly push: boolean;
}

export interface RegistryLogin {
  /** `host[:port]` */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

/** Follows a child process: every line of its output as it comes, and an end on request. */
export interface Watch {
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * A container engine, as far as a release needs one. It works in a private configuration, which `close` removes; the user's own is never
 * written to.
 */
export interface Engine {
  readonly description: EngineDescription;
  /** Labels of a local image; undefined when there is none of that name. */
  labelsOf(reference: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** @throws BuildFailed and others with the code `build.*` */
  build(order: BuildOrder, watch: Watch): Promise<void>;
  /** @throws PushUnauthorized, TagTaken, and others with the code `push.*` */
  push(reference: string, watch: Watch): Promise<void>;
  /** @throws LoginRefused */
  login(login: RegistryLogin): Promise<void>;
  close(): Promise<void>;
}
