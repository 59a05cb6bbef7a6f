import type { TaskState } from '../../aws/tasks.ts';
import type { StoppedContainer } from '../../model/deployment.ts';
import type { Measurement } from '../../model/gate.ts';

export interface TaskEnd {
  readonly at: number;
  readonly task: TaskState;
  /** Whose exit code counts. */
  readonly container: string;
  /** The last line of its log, masked; absent where there is none. */
  readonly lastLine?: string | undefined;
  /** Names of the containers beside it that the task cannot do without. */
  readonly beside: readonly string[];
  /** It still ran when it was seen that its task was being stopped. */
  readonly wasCut: boolean;
}

// The host went away under the task, or there was none: that says nothing about the revision.
const hostCodes: ReadonlySet<string> = new Set([
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
]);
const noPlace = /capacity is unavailable|reached the limit on the number of|provisioning capacity limit/i;

/**
 * What the end of a gate's task says. Exit code 0 is good, of a container that ended by itself: many end with 0 when they are told to stop.
 * Another one is bad, and so is a task that could not start, since the revision would not start either. A task that lost its host, or
 * found none, could not be measured.
 */
export function judgeTaskEnd({ at, task, container, lastLine, beside, wasCut }: TaskEnd): Measurement {
  const { stopCode, stoppedReason, containers } = task.stopped;
  const own = containers.find(({ name }) => name === container);
  const base = { kind: 'task-exit', task: task.arn, container } as const;
  const lostItsHost = hostCodes.has(stopCode ?? '') || noPlace.test(stoppedReason ?? '');
  if (lostItsHost) return { kind: 'error', at, error: stoppedReason ?? `the task stopped: ${stopCode}` };
  if (own?.exitCode === undefined || (own.exitCode === 0 && wasStopped(task)))
    return { kind: 'fail', at, because: { ...base, text: own?.reason ?? stoppedReason } };
  if (own.exitCode !== 0) {
    const text = own.reason ?? lastLine;
    return { kind: 'fail', at, because: { ...base, exitCode: own.exitCode, text } };
  }
  const others = containers.filter(({ name }) => beside.includes(name));
  if (wasCut) {
    const first = others.find(({ exitCode }) => exitCode !== undefined);
    const text = first === undefined ? stoppedReason : `it was stopped when ${endOf(first)}`;
    return { kind: 'fail', at, because: { ...base, text } };
  }
  const doubtful = others.find(mayHaveEndedFirst);
  if (doubtful !== undefined)
    return {
      kind: 'error',
      at,
      error: `${container} ended with exit code 0, and ${endOf(doubtful)}: which of them ended the task is not known`,
    };
  return { kind: 'pass', at, because: { ...base, exitCode: 0 } };
}

/** ECS ends with SIGTERM and SIGKILL what is left of a task. Whoever tells another end may have been the first: then ours was told to stop. */
function mayHaveEndedFirst({ exitCode, reason }: StoppedContainer): boolean {
  const isEndedByEcs = exitCode === undefined || [0, 137, 143].includes(exitCode);
  return !isEndedByEcs || (reason !== undefined && exitCode !== undefined);
}

function endOf({ name, exitCode, reason }: StoppedContainer): string {
  return `${name} ended with exit code ${exitCode ?? 'none'}${reason === undefined ? '' : ` (${reason})`}`;
}

/** Somebody stopped it, this process or a person: what it was to do is not done, whatever it ended with. */
function wasStopped({ stopped }: TaskState): boolean {
  return stopped.stopCode === 'UserInitiated';
}

/** Whether its task is being stopped while the container still runs: what it ends with is no end of its own. */
export function isBeingCut(task: TaskState, container: string): boolean {
  return task.desiredStatus === 'STOPPED' && !hasEnded(task, container);
}

/** Whether there is an exit code to judge by, or never will be. */
export function hasEnded(task: TaskState, container: string): boolean {
  const own = task.stopped.containers.find(({ name }) => name === container);
  return own?.exitCode !== undefined || task.lastStatus === 'STOPPED';
}
