import type { ReleaseResult } from '../model/release-result.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import { Interrupted } from './interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import { resultOf } from './result.ts';

/**
 * Runs a use case; an interruption before anything was started is an outcome, not an error. Once a deployment runs, the
 * loop that follows it decides what an interruption means.
 */
export async function orInterrupted(
  context: ReleaseContext,
  action: ReleaseResult['action'],
  service: ServiceRef,
  run: (startedAt: number) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  const startedAt = context.clock.now();
  try {
    return await run(startedAt);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const outcome = {
      kind: 'interrupted',
      signal: error.signal,
      started: false,
      rollingBack: false,
    } as const;
    return resultOf(context, { action, service, startedAt, outcome });
  }
}
