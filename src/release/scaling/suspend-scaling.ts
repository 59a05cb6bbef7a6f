import { findScalableTarget } from '../../aws/scalable-targets.ts';
import { requireService } from '../../aws/services.ts';
import type { ReleaseContext } from '../release-context.ts';
import { carryOutSteps, type ScaledService } from './carry-out-steps.ts';
import { restoreScaling } from './restore-scaling.ts';
import { readScalingNote, scalingNoteIn, type ScalingNote } from './scaling-note.ts';
import { stepsToSuspend } from './scaling-steps.ts';

/**
 * Suspends all autoscaling of a service, after it was noted on the service how it stood.
 * @param by the deployment that is taken over
 * @returns the note, for whoever restores it; undefined where nothing was to be suspended
 * @throws what `call` throws; what it has done is undone then
 */
export async function suspendScaling(
  context: ReleaseContext,
  service: ScaledService,
  by: string | undefined,
): Promise<ScalingNote | undefined> {
  const { aws, clock } = context;
  // The note first: who restores takes it away last, so that without one the state is nobody's work.
  const written = scalingNoteIn((await requireService(aws, service.ref)).tags);
  const target = await findScalableTarget(aws, service.ref);
  if (target === undefined) return undefined;
  const noted = written === undefined ? undefined : readScalingNote(written);
  const steps = stepsToSuspend(target.suspended, noted, { at: clock.now(), by });
  const ours = steps.flatMap((step) => (step.kind === 'note' ? [step.note] : []))[0];
  context.interrupt.throwIfAborted();
  try {
    await carryOutSteps(context, service, steps);
  } catch (error) {
    if (ours !== undefined) await restoreScaling(context, service, { note: ours });
    throw error;
  }
  if (ours !== undefined) context.report({ type: 'scaling.suspended', before: ours.before });
  return ours;
}
