import { findScalableTarget } from '../../aws/scalable-targets.ts';
import { seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PlannedScaling } from '../../model/scaling.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { ReleaseContext } from '../release-context.ts';

export interface ScalingQuestion {
  readonly service: ServiceRef;
  /** That brings the revision in, AWS's word. */
  readonly strategy: string;
  /** Whether the release is to suspend it. */
  readonly suspend: boolean;
}

// A release that does not depend on the answer waits no longer for it than for a slow call that it does depend on.
const patience = seconds(3);

/**
 * What may scale the service during the release; undefined where it does not matter: a rolling deployment follows the desired count
 * wherever it goes.
 * @throws what `call` throws, only where the release is to suspend it
 */
export async function planScaling(
  context: ReleaseContext,
  { service, strategy, suspend }: ScalingQuestion,
): Promise<PlannedScaling | undefined> {
  if (!suspend && strategy === 'ROLLING') return undefined;
  if (!suspend) return await readPatiently(context, service);
  const target = await findScalableTarget(context.aws, service);
  return target === undefined ? { kind: 'none' } : { kind: 'target', ...target, suspends: true };
}

async function readPatiently({ aws, clock }: ReleaseContext, service: ServiceRef): Promise<PlannedScaling> {
  const tooLong = new AbortController();
  const answered = new AbortController();
  const timer = clock.sleep(patience, answered.signal).then(
    () => tooLong.abort(noAnswer),
    () => undefined,
  );
  try {
    const target = await findScalableTarget(aws, service, { attempts: 1, signal: tooLong.signal });
    return target === undefined ? { kind: 'none' } : { kind: 'target', ...target, suspends: false };
  } catch (error) {
    if (error === noAnswer) return { kind: 'unknown', error: noAnswer };
    if (!(error instanceof EcsdeployError)) throw error;
    return { kind: 'unknown', error: error.message };
  } finally {
    answered.abort(noAnswer);
    await timer;
  }
}

const noAnswer = `no answer within ${patience / 1_000} s`;
