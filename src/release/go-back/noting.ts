import type { ReleaseResult } from '../../model/release-result.ts';
import type { ReleaseContext } from '../release-context.ts';
import { stampTakenBack } from '../stamp-taken-back.ts';
import type { FoundTarget } from './choose-target.ts';
import { leftBehind } from './left-behind.ts';

/**
 * A way back to its end, and meanwhile a note on what it leaves. Only once the way back has begun: a note on what goes on serving because
 * AWS refused to go back would be untrue.
 */
export async function noting(
  context: Pick<ReleaseContext, 'aws' | 'clock' | 'report'>,
  target: FoundTarget,
  wayBack: Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  const left = leftBehind(target, context.clock.now());
  const [result] = await Promise.all([
    wayBack,
    left === undefined ? undefined : stampTakenBack(context, left.taskDefinition, left.endedAt),
  ]);
  return result;
}
