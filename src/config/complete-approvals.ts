import { parseDuration } from '../model/duration.ts';
import { defaultPauseMinutes } from '../model/lifecycle-hooks.ts';
import type { ApprovalMoment } from '../model/lifecycle.ts';
import type { Approval } from '../model/release-plan.ts';
import type { Configuration } from './schema.ts';

type Written = Configuration['approve'];

interface Limits {
  readonly at: ApprovalMoment | readonly ApprovalMoment[];
  readonly timeout?: string | undefined;
  readonly onTimeout?: 'continue' | 'rollback' | undefined;
}

/** Pauses as AWS needs them: each has a time limit, and something that happens then. */
export function completeApprovals(written: Written): {
  readonly approvals: readonly Approval[] | undefined;
  /** Members that were filled in: `approve.timeout`. */
  readonly defaults: readonly string[];
} {
  if (written === undefined) return { approvals: undefined, defaults: [] };
  if (written === 'none') return { approvals: [], defaults: [] };
  const limits: Limits = typeof written === 'string' || Array.isArray(written) ? { at: written } : written;
  const at = typeof limits.at === 'string' ? [limits.at] : limits.at;
  const { timeout, onTimeout } = limits;
  const approvals = at.map((moment) => ({
    moment,
    timeoutInMinutes: timeout === undefined ? defaultPauseMinutes : parseDuration(timeout) / 60_000,
    onTimeout: onTimeout === 'continue' ? ('CONTINUE' as const) : ('ROLLBACK' as const),
  }));
  const defaults = [
    ...(timeout === undefined ? ['approve.timeout'] : []),
    ...(onTimeout === undefined ? ['approve.onTimeout'] : []),
  ];
  return { approvals, defaults };
}
