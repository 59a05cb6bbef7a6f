import type { Aws } from '../aws/aws.ts';
import type { Clock } from '../model/clock.ts';
import type { Report } from '../model/release-event.ts';

/** What every use case needs. Made once, in `cli/wire.ts`. */
export interface ReleaseContext {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly report: Report;
  /** Aborted with an `Interrupted` when a person or the runner asks us to leave. */
  readonly interrupt: AbortSignal;
}
