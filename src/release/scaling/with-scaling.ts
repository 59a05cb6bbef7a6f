import { EcsdeployError } from '../../model/error.ts';
import type { ReleaseFact } from '../../model/release-event.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { ScaledService } from './carry-out-steps.ts';
import { restoreScaling } from './restore-scaling.ts';
import type { ScalingNote } from './scaling-note.ts';
import { scalingAfter, type ScalingOrder } from './scaling-order.ts';
import { suspendScaling } from './suspend-scaling.ts';

/** The service of a release, and what the release has to do with its autoscaling. */
export interface ScalingTask {
  readonly service: ScaledService;
  readonly order: ScalingOrder;
  /** A deployment that runs already and is taken over. */
  readonly by?: string | undefined;
}

/** What a release does with autoscaling on its way; each does nothing where nothing is to be done. */
export interface ScalingOnTheWay {
  /**
   * Its deployment is about to begin, or is taken over. Whatever is measured before that may take its time with autoscaling as it was.
   * @throws what `suspendScaling` throws
   */
  readonly suspend: () => Promise<void>;
  /** Its deployment is over, and only the watch is left. */
  readonly restoreEarly: (deploymentId: string) => Promise<void>;
}

const nothingOnTheWay: ScalingOnTheWay = {
  suspend: () => Promise.resolve(),
  restoreEarly: () => Promise.resolve(),
};

/**
 * Runs a release with autoscaling suspended, or with an eye on what an earlier run has left suspended: on every way out on which the
 * deployment is over it stands as before. Where the deployment goes on at AWS it stays suspended, and the next run that
 * drives the service to an end restores it.
 * @param release gets the context that it is to report to: its last word comes after ours
 */
export async function withScaling(
  context: ReleaseContext,
  { service, order, by }: ScalingTask,
  release: (context: ReleaseContext, onTheWay: ScalingOnTheWay) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  if (order === 'none') return await release(context, nothingOnTheWay);
  if (order === 'restore-first') {
    await restoreScaling(context, service);
    return await release(context, nothingOnTheWay);
  }
  // Where nothing was found to suspend, nothing is left to restore.
  const state: { ours?: ScalingNote | undefined; isOver: boolean } = { isOver: false };
  const suspend = async (): Promise<void> => {
    if (order !== 'suspend') return;
    state.ours = await suspendScaling(context, service, by);
    state.isOver = state.ours === undefined;
  };
  const restoreEarly = async (deploymentId: string): Promise<void> => {
    if (state.isOver) return;
    const command = await restoreScaling(context, service, { note: state.ours, deploymentId });
    state.isOver = command === undefined;
  };
  const lastWords: ReleaseFact[] = [];
  const report = (fact: ReleaseFact): void => {
    if (fact.type === 'release.concluded') lastWords.push(fact);
    else context.report(fact);
  };
  try {
    const result = await release({ ...context, report }, { suspend, restoreEarly });
    if (state.isOver) return result;
    // What it has not come to suspend may still be suspended by an earlier run.
    const command = await endScaling(context, service, state.ours, result);
    return command === undefined ? result : { ...result, next: [...result.next, command] };
  } catch (error) {
    const { ours, isOver } = state;
    // Of an earlier run's suspension an error says nothing: it stays for the next one.
    if (ours !== undefined && !isOver) await endAfterError(context, service, ours, error);
    throw error;
  } finally {
    for (const fact of lastWords) context.report(fact);
  }
}

async function endScaling(
  context: ReleaseContext,
  service: ScaledService,
  ours: ScalingNote | undefined,
  { outcome, deployment }: ReleaseResult,
): Promise<string | undefined> {
  const after = scalingAfter(outcome);
  switch (after) {
    case 'restore-if-ours':
      if (ours === undefined) return undefined;
      return await restoreScaling(context, service, { note: ours });
    case 'restore':
      return await restoreScaling(context, service, { note: ours, deploymentId: deployment?.deploymentId });
    case 'keep':
      if (ours !== undefined) context.report({ type: 'scaling.kept-suspended', before: ours.before });
      return undefined;
    case 'leave-alone':
      return undefined;
    default:
      return after satisfies never;
  }
}

/** Errors come before anything was started, but for those that say that nobody knows. */
async function endAfterError(
  context: ReleaseContext,
  service: ScaledService,
  ours: ScalingNote,
  error: unknown,
): Promise<void> {
  if (error instanceof EcsdeployError && error.code.startsWith('unknown.')) {
    context.report({ type: 'scaling.kept-suspended', before: ours.before });
    return;
  }
  await restoreScaling(context, service, { note: ours });
}
