import type { Clock } from '../model/clock.ts';
import type { Clients } from './clients.ts';
import type { Company } from './company.ts';
import type { CredentialWatch } from './credential-watch.ts';
import type { Pacing } from './pacing.ts';
import type { SharedReads } from './shared-reads.ts';

/**
 * Everything a module of this folder needs to call AWS, made by `openAws`. One per process, account and region: all releases of a
 * process share it, and with it their calls.
 */
export interface Aws {
  readonly clients: Clients;
  readonly clock: Clock;
  /** From 0 to 1, for jitter; seeded in tests. */
  readonly random: () => number;
  /** Told of every attempt: for budgets, `--verbose` and the benchmark. */
  readonly onCall?: ((call: CallRecord) => void) | undefined;
  /** Keeps calls under AWS's rate quotas. */
  readonly pacing: Pacing;
  /** Makes one call of what several releases ask at the same moment. */
  readonly reads: SharedReads;
  /** The releases that are under way, and the common tick of their looks. */
  readonly company: Company;
  /** How long this process may go on asking. */
  readonly credentials: CredentialWatch;
  /** Ends every wait for AWS where nothing is done but reading, see `whileReading`. */
  readonly interrupt?: AbortSignal | undefined;
}

export interface CallRecord {
  readonly operation: string;
  readonly at: number;
  readonly attempt: number;
  readonly failure?: string | undefined;
}
