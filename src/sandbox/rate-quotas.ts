import { actionGroupOf, actionGroups } from './ecs/action-groups.ts';
import { knownFault } from './known-faults.ts';
import { ServiceError } from './service-error.ts';
import type { ServiceName } from './service-name.ts';
import { TokenBucket } from './token-bucket.ts';

/** Whose quotas count: nobody's, or those that AWS publishes for the ECS API. */
export type QuotaMode = 'none' | 'aws';

/** What `sandbox status` tells. */
export interface QuotaStatus {
  readonly mode: QuotaMode;
  /** How many calls were over a quota. */
  readonly throttled: number;
}

/** A call as the quotas see it. Who makes it does not matter: the account is throttled, not the caller. */
export interface CountedCall {
  readonly region: string;
  readonly service: ServiceName;
  readonly operation: string;
  /** Milliseconds since the epoch, in sandbox time. */
  readonly now: number;
}

/** The rate quotas of the one account: a bucket for each group of actions in each region, full at the first call. */
export class RateQuotas {
  readonly #mode: QuotaMode;
  readonly #buckets = new Map<string, TokenBucket>();
  #throttled = 0;

  constructor(mode: QuotaMode) {
    this.#mode = mode;
  }

  /** Counts a call: undefined if it may go on, else what ECS says (`ThrottlingException`, HTTP 400). */
  count({ region, service, operation, now }: CountedCall): ServiceError | undefined {
    if (this.#mode === 'none' || service !== 'ecs') return undefined;
    const group = actionGroupOf(operation);
    if (group === undefined) return undefined;
    const name = `${region} ${group}`;
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      const { burst, perSecond } = actionGroups[group];
      bucket = new TokenBucket(burst, perSecond, now);
      this.#buckets.set(name, bucket);
    }
    if (bucket.take(now)) return undefined;
    this.#throttled += 1;
    return throttled();
  }

  status(): QuotaStatus {
    return { mode: this.#mode, throttled: this.#throttled };
  }

  /** Fills all buckets, and forgets who was throttled. */
  reset(): void {
    this.#buckets.clear();
    this.#throttled = 0;
  }
}

function throttled(): ServiceError {
  const code = 'ThrottlingException';
  const { message, status } = knownFault(code, () => '');
  return new ServiceError(code, message, status);
}
