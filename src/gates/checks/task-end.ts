import type { TaskState } from '../../aws/tasks.ts';
import type { Measurement } from '../../model/gate.ts';

export interface TaskEnd {
  readonly at: number;
  readonly task: TaskState;
  /** Whose exit code counts. */
  readonly container: string;
  /** The last line of its log, masked; absent where there is none. */
  readonly lastLine?: string | undefined;
}

// The host went away under the task, or there was none: that says nothing about the revision.
const hostCodes: ReadonlySet<string> = new Set([
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
]);
const noPlace = /capacity is unavailable|reached the limit on the number of|provisioning capacity limit/i;

/**
 * What the end of a gate's task says. Exit code 0 is good. Another one is bad, and so is a task that could not start, since the
 * revision would not start either. A task that lost its host, or found none, could not be measured.
 */
export function judgeTaskEnd({ at, task, container, lastLine }: TaskEnd): Measurement {
  const { stopCode, stoppedReason, containers } = task.stopped;
  const own = containers.find(({ name }) => name === container);
  const base = { kind: 'task-exit', task: task.arn, container } as const;
  if (own?.exitCode === 0 && !wasStopped(task))
    return { kind: 'pass', at, because: { ...base, exitCode: 0 } };
  const lostItsHost = hostCodes.has(stopCode ?? '') || noPlace.test(stoppedReason ?? '');
  if (lostItsHost) return { kind: 'error', at, error: stoppedReason ?? `the task stopped: ${stopCode}` };
  const because =
    own?.exitCode === undefined || own.exitCode === 0
      ? { ...base, text: own?.reason ?? stoppedReason }
      : { ...base, exitCode: own.exitCode, text: own.reason ?? lastLine };
  return { kind: 'fail', at, because };
}

/** Somebody stopped it, this process or a person: what it was to do is not done, whatever it ended with. */
function wasStopped({ stopped }: TaskState): boolean {
  return stopped.stopCode === 'UserInitiated';
}

/** Whether there is an exit code to judge by, or never will be. */
export function hasEnded(task: TaskState, container: string): boolean {
  const own = task.stopped.containers.find(({ name }) => name === container);
  return own?.exitCode !== undefined || task.lastStatus === 'STOPPED';
}
