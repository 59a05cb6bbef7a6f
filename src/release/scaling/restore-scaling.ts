import { findScalableTarget, suspendedScalingCommand } from '../../aws/scalable-targets.ts';
import { describeService } from '../../aws/services.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleaseContext } from '../release-context.ts';
import { carryOutSteps, type ScaledService } from './carry-out-steps.ts';
import {
  readScalingNote,
  scalingNoteIn,
  scalingTag,
  writeScalingNote,
  type ScalingNote,
} from './scaling-note.ts';
import { stepsToRestore } from './scaling-steps.ts';

/** What this run has suspended itself. */
export interface OwnSuspension {
  readonly note?: ScalingNote | undefined;
  /** The deployment that it was for, where there was one. */
  readonly deploymentId?: string | undefined;
}

/**
 * Restores what the note on the service says, unless somebody has changed it since, and takes the note away. It fails nothing: what
 * could not be restored is told with the command that does it.
 * @returns the command, where a person has to restore it
 */
export async function restoreScaling(
  context: ReleaseContext,
  service: ScaledService,
  own: OwnSuspension = {},
): Promise<string | undefined> {
  let note = own.note;
  try {
    note = noteToRestore(await noteOn(context, service, own.note), own);
    if (note === undefined) return undefined;
    await restore(context, service, note);
    return undefined;
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    // Whoever knows of no suspension has none to restore.
    if (note === undefined) return undefined;
    const command = suspendedScalingCommand(service.ref, regionOf(service), note.before);
    context.report({
      type: 'warning',
      warning: { kind: 'scaling-not-restored', error: error.message, command },
    });
    return command;
  }
}

/**
 * The note that this run has to restore, by what the tag says now. One that another run has written since is for that run to restore,
 * unless it was written for our deployment, which is over. One that went away may have been swept up by whoever keeps
 * the tags of the service. Pure.
 */
export function noteToRestore(
  written: string | undefined,
  { note, deploymentId }: OwnSuspension,
): ScalingNote | undefined {
  const read = written === undefined ? undefined : readScalingNote(written);
  if (note === undefined || read === undefined) return read ?? note;
  const isOurs = written === writeScalingNote(note) || (read.by !== undefined && read.by === deploymentId);
  return isOurs ? read : undefined;
}

/** What the tag says now. Where that cannot be read, what we wrote. */
async function noteOn(
  { aws }: ReleaseContext,
  { ref }: ScaledService,
  ours: ScalingNote | undefined,
): Promise<string | undefined> {
  try {
    return scalingNoteIn((await describeService(aws, ref))?.tags ?? []);
  } catch (error) {
    if (ours === undefined || !(error instanceof EcsdeployError)) throw error;
    return writeScalingNote(ours);
  }
}

async function restore(context: ReleaseContext, service: ScaledService, note: ScalingNote): Promise<void> {
  const { aws, report } = context;
  const current = (await findScalableTarget(aws, service.ref))?.suspended;
  const { steps, because } = stepsToRestore(current, note);
  const forget = steps.filter(({ kind }) => kind === 'forget');
  await carryOutSteps(
    context,
    service,
    steps.filter(({ kind }) => kind !== 'forget'),
  );
  if (because === 'suspended') report({ type: 'scaling.restored', to: note.before });
  if (because === 'changed-since' && current !== undefined) {
    report({ type: 'warning', warning: { kind: 'scaling-changed', before: note.before, now: current } });
  }
  try {
    await carryOutSteps(context, service, forget);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    report({ type: 'warning', warning: { kind: 'tag-not-removed', tag: scalingTag, error: error.message } });
  }
}

function regionOf({ arn }: ScaledService): string {
  return arn.split(':')[3] ?? '';
}
