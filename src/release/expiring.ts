import type { Milliseconds } from '../model/duration.ts';
import type { Reason } from '../model/verdict.ts';
import { expiryMargin } from './follow-policy.ts';

/**
 * Whether credentials are about to end, and how long they are good for looks otherwise. What they are still good for is decided before: AWS's
 * verdict, a way back that is to be asked for, a pause that is to be answered. Pure.
 * @param at when they end, where that is known and their provider has no newer ones; both in milliseconds since the epoch
 */
export function expiring(
  at: number | undefined,
  now: number,
): { readonly left: Milliseconds; readonly because?: Reason } {
  if (at === undefined) return { left: Number.POSITIVE_INFINITY };
  const left = at - expiryMargin - now;
  return left > 0 ? { left } : { left, because: { kind: 'credentials-expire', at } };
}
