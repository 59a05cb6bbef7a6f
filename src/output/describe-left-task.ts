import { commandsFor, type LeftTask } from '../model/left-task.ts';
import { harmless } from './harmless.ts';

/** A task of a gate that is no longer followed: what is known of it, and how to look at it. */
export function describeLeftTask(left: LeftTask): string {
  const [look = '', stop] = commandsFor(left).map(harmless);
  return `${whatIsKnown(left)}. Look at it: ${look}${stop === undefined ? '' : `; stop it: ${stop}`}`;
}

function whatIsKnown({ gate: name, task, isStopping }: LeftTask): string {
  const gate = harmless(name);
  if (task === undefined)
    return `whether AWS has started the task of gate ${gate} is not known: it did not answer, and shows none yet`;
  if (isStopping === true)
    return `the task of gate ${gate} was told to stop, and its end was not seen: ${harmless(task)}`;
  return `the task of gate ${gate} is no longer followed, and runs on: ${harmless(task)}`;
}
