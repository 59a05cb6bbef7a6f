import type { ReleaseTruth } from '../course.ts';
import { mayGoBackFor } from './gates.ts';
import { isRecalled, makesWay, stopsOf, type Invariant } from './invariant.ts';

const second = 1_000;

/** A release goes back for tasks that failed, for its time-out, or for a person: never for what could not be measured. */
export const reasonToRollBack: Invariant = {
  name: 'a measurement that failed never rolls back',
  check(release, course) {
    const { command, interruptedAt } = release;
    const wasFound = release.facts.some(
      ({ fact }) => fact.type === 'deployment.started' && fact.how === 'found',
    );
    // A person has asked for it: what was found in progress is to go back.
    if (command.does === 'rollback' && wasFound) return undefined;
    const [stop] = stopsOf(release, course).filter(
      ({ deployment }) => !makesWay(release, course, deployment),
    );
    if (stop === undefined || isRecalled(release)) return undefined;
    const { call, deployment } = stop;
    if (command.rollback && mayGoBackFor(release, call.at)) return undefined;
    const failures = course.ledger.failedTasks.get(deployment.holder) ?? [];
    const failed = failures.filter((at) => at <= call.at).length;
    if (command.rollback && failed >= 2) return undefined;
    if (command.onInterrupt === 'rollback' && interruptedAt !== undefined && interruptedAt <= call.at)
      return undefined;
    const since = followedSince(release);
    const hasTimedOut = call.at - since >= (command.timeoutSeconds - 1) * second;
    if (command.rollbackOnTimeout && hasTimedOut) return undefined;
    return (
      `${release.id} has rolled ${deployment.id} back ${(call.at - since) / second} s after its start; ` +
      `${failed} of its tasks had failed, and nobody had interrupted it.`
    );
  },
};

export function followedSince({ facts, startedAt }: ReleaseTruth): number {
  return facts.find(({ fact }) => fact.type === 'deployment.started')?.at ?? startedAt;
}
