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

/**
 * Runs a release with autoscaling suspended, or with an eye on what an earlier run has left suspended: on every way out on which the
 * deployment is over it stands as before. Where the deployment goes on at AWS it stays suspended, and the next run that
 * drives the service to an end restores it.
 * @param release gets the context that it is to report to: its last word comes after ours
 */
export async function withScaling(
  context: ReleaseContext,
  { service, order, by }: ScalingTask,
  release: (context: ReleaseContext) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  if (order === 'none') return await release(context);
  if (order === 'restore-first') {
    await restoreScaling(context, service);
    return await release(context);
  }
  const ours = order === 'suspend' ? await suspendScaling(context, service, by) : undefined;
  if (order === 'suspend' && ours === undefined) return await release(context);

  const lastWords: ReleaseFact[] = [];
  const report = (fact: ReleaseFact): void => {
    if (fact.type === 'release.concluded') lastWords.push(fact);
    else context.report(fact);
  };
  try {
    const result = await release({ ...context, report });
    const command = await endScaling(context, service, ours, result);
    return command === undefined ? result : { ...result, next: [...result.next, command] };
  } catch (error) {
    // Of an earlier run's suspension an error says nothing: it stays for the next one.
    if (ours !== undefined) await endAfterError(context, service, ours, error);
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
