import type { ReleaseResult } from '../../model/release-result.ts';
import type { ReleaseContext } from '../release-context.ts';
import { resultOf } from '../result.ts';

/** What it comes to when the person says no to the way back that was planned. */
export function declineWayBack(
  context: ReleaseContext,
  { service, plan, startedAt }: ReleaseResult,
): ReleaseResult {
  return resultOf(context, { action: 'rollback', service, plan, startedAt, outcome: { kind: 'declined' } });
}
