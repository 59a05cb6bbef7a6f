import type { StoppedTask } from '../model/deployment.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { lookUp, normalise, type Cause } from './catalogue.ts';
import { culpritOf } from './culprit.ts';

/** A stopped task of the new revision that says something about the revision itself. */
export interface StartFailure {
  /** Equal for failures with the same cause. */
  readonly key: string;
  readonly text: string;
  readonly canHeal: boolean;
}

// Stops that are not the revision's fault: scale-in, a person, Spot, the host.
const innocent = /^(?:Scaling activity initiated by|Host EC2|Container instance deregistration)/;
const innocentCodes = new Set([
  'UserInitiated',
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
]);

/**
 * What a stopped task says about its revision; undefined when it was stopped for another reason.
 * @param definition of the revision, where it is at hand: it says which containers the task needs
 */
export function startFailureOf(task: StoppedTask, definition?: TaskDefinition): StartFailure | undefined {
  const reason = task.stoppedReason ?? '';
  if (innocentCodes.has(task.stopCode ?? '') || innocent.test(reason)) return undefined;
  const culprit = culpritOf(task, definition);
  const container = culprit?.reason !== undefined || isBad(culprit?.exitCode) ? culprit : undefined;
  // "Essential container in task exited" is a symptom: the container knows more.
  const text = container?.reason ?? (reason === '' ? 'the task stopped' : reason);
  const entry = lookUp(container?.reason ?? '') ?? lookUp(reason);
  const isCommandMissing = container?.exitCode === 127 || container?.exitCode === 126;
  return {
    key: entry?.id ?? `${withoutIds(text)}#${container?.exitCode ?? ''}`,
    text:
      container?.exitCode === undefined
        ? text
        : `${text} (${container.name}: exit code ${container.exitCode})`,
    canHeal: !(isHopeless(entry) || isCommandMissing),
  };
}

/** A guess ends nobody's release. */
function isHopeless(cause: Cause | undefined): boolean {
  return cause?.heals === 'never' && cause.confidence === 'high';
}

/** It only had to make room: for fewer tasks, or for another revision. */
export function isScaledIn({ stoppedReason = '' }: StoppedTask): boolean {
  return stoppedReason.startsWith('Scaling activity initiated by');
}

function isBad(exitCode: number | undefined): boolean {
  return exitCode !== undefined && exitCode !== 0;
}

/** Ids differ from task to task; what is left tells whether two failures are the same. */
export function withoutIds(text: string): string {
  return normalise(text)
    .replaceAll(/[0-9a-f]{8,}(?:-[0-9a-f]+)*/g, '<id>')
    .replaceAll(/\d{5,}/g, '<n>');
}
