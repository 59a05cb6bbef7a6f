import { stopsOf, type Invariant } from './invariant.ts';

const second = 1_000;

/** A release goes back for tasks that failed, for its time-out, or for a person: never for what could not be measured. */
export const reasonToRollBack: Invariant = {
  name: 'a measurement that failed never rolls back',
  check(process, course) {
    const { command, facts, interruptedAt } = process;
    if (command.does !== 'deploy') return undefined;
    const [stop] = stopsOf(process, course);
    if (stop === undefined) return undefined;
    const { call, deployment } = stop;
    const failed = course.ledger.failedTasks.get(deployment.id) ?? 0;
    if (command.rollback && failed >= 2) return undefined;
    if (command.onInterrupt === 'rollback' && interruptedAt !== undefined && interruptedAt <= call.at)
      return undefined;
    const followedSince =
      facts.find(({ fact }) => fact.type === 'deployment.started')?.at ?? process.startedAt;
    const hasTimedOut = call.at - followedSince >= (command.timeoutSeconds - 1) * second;
    if (command.rollbackOnTimeout && hasTimedOut) return undefined;
    return (
      `${process.id} has rolled ${deployment.id} back ${(call.at - followedSince) / second} s after its start; ` +
      `${failed} of its tasks had failed, and nobody had interrupted it.`
    );
  },
};
