import { judgedAt, uncheckedJudgedAt } from './follow-memory.ts';
import type { Verification } from './conclude.ts';
import type { Followed } from './follow.ts';
import { NoTimeLeft } from './grace.ts';
import { signalOf } from './interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import { verifyNewRevision, verifyOldRevision, type ExpectedImage } from './verify.ts';

/**
 * Looks at what runs once AWS has declared an end, where that end is to be proven; undefined: it is not. Who is told to leave takes the look
 * that is under way to its end, as far as AWS answers in time, and no further one.
 */
export async function verifyEnd(
  context: ReleaseContext,
  followed: Followed,
  expected: readonly ExpectedImage[],
): Promise<Verification | undefined> {
  try {
    return await look(context, followed, expected);
  } catch (error) {
    const signal = signalOf(context.interrupt);
    if (signal === undefined || !(error instanceof NoTimeLeft || error === context.interrupt.reason))
      throw error;
    return { verdict: { kind: 'inconclusive', because: { kind: 'interrupted', signal } } };
  }
}

async function look(
  context: ReleaseContext,
  { end, deployment, memory }: Followed,
  expected: readonly ExpectedImage[],
): Promise<Verification | undefined> {
  if (end.kind === 'successful') {
    const judged = { at: judgedAt(memory), unchecked: uncheckedJudgedAt(memory) };
    return await verifyNewRevision(context, deployment, expected, judged);
  }
  if (end.kind === 'rolled-back') {
    // Beside a shift the old tasks only go on: what ran before it was well, and who started since has been judged by nobody.
    const isShift = memory.last?.shift !== undefined;
    const at = isShift ? deployment.createdAt : memory.last?.finishedAt;
    return await verifyOldRevision(context, deployment, at);
  }
  return undefined;
}
