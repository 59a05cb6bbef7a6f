import type { StoppedContainer, StoppedTask } from '../model/deployment.ts';
import { nameFromArn, revisionName } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';

// 128 + signal, as the container engine reports it. Not more than that: who sent the signal is for the diagnosis.
const signals: Readonly<Record<number, string>> = {
  134: 'SIGABRT',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
};

/** A task that ended: which, how its containers ended, and AWS's reason. */
export function describeStoppedTask(task: StoppedTask, taskDefinition: string): string {
  const ended = task.containers.map(describeContainer).filter((text) => text !== undefined);
  const reason = task.stoppedReason === undefined ? [] : [harmless(task.stoppedReason)];
  const why = [...ended, ...reason].join('; ');
  return `task ${nameFromArn(task.taskArn)} of ${revisionName(taskDefinition)} stopped${why === '' ? '' : `: ${why}`}`;
}

/** How a container ended: its exit code with the signal that it stands for, and its reason; undefined where neither is known. */
export function describeContainer({ name, exitCode, reason }: StoppedContainer): string | undefined {
  const because = reason === undefined ? '' : ` (${harmless(reason)})`;
  if (exitCode === undefined) return reason === undefined ? undefined : `container ${name}${because}`;
  const signal = signals[exitCode] === undefined ? '' : `, ${signals[exitCode]}`;
  return `container ${name} exited with ${exitCode}${signal}${because}`;
}
