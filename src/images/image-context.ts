import type { Aws } from '../aws/aws.ts';
import type { RegistryCredentials } from '../aws/repositories.ts';
import type { Clock } from '../model/clock.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import type { Report } from '../model/release-event.ts';
import type { Engine } from './engines/engine.ts';
import type { RegistryTransport } from './registry/transport.ts';

/** What building, pushing and looking images up need. Made once, in `cli/wire.ts`. */
export interface ImageContext {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly report: Report;
  /** Aborted when a person or the runner asks us to leave. */
  readonly interrupt: AbortSignal;
  readonly registries: RegistryTransport;
  /** The login that the user has for a registry which is not ECR. */
  readonly loginOf: (registry: string) => Promise<RegistryCredentials | undefined>;
  /** Chosen at first use, by what the image needs. @throws EcsdeployError `build.*` */
  readonly openEngine: (settings: ImageSettings) => Promise<Engine>;
}
