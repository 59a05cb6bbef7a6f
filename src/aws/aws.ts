import type { Clock } from '../model/clock.ts';
import type { Clients } from './clients.ts';

/** Everything a module of this folder needs to call AWS. One per process and account. */
export interface Aws {
  readonly clients: Clients;
  readonly clock: Clock;
  /** From 0 to 1, for jitter; seeded in tests. */
  readonly random: () => number;
  /** Told of every attempt: for budgets, `--verbose` and the benchmark. */
  readonly onCall?: ((call: CallRecord) => void) | undefined;
}

export interface CallRecord {
  readonly operation: string;
  readonly at: number;
  readonly attempt: number;
  readonly failure?: string | undefined;
}
