import type { ReleaseTruth, ServiceCourse } from '../course.ts';
import { asksFor } from '../ledger.ts';
import { isOfCommand, makesWay, stopsOf, type Invariant } from './invariant.ts';
import { sawStale } from './only-once.ts';

/**
 * A release stops the deployment that it, or an earlier run of its command, has started or adopted; a rollback and a resume the
 * one that they have found and told; a watch stops none.
 */
export const stopsOnlyOwn: Invariant = {
  name: 'nothing but our own deployment is stopped',
  check(release, course) {
    const { command, facts } = release;
    const foreign = stopsOf(release, course).find(({ deployment }) => {
      const { id, startedBy, taskDefinition } = deployment;
      if (isOfCommand(startedBy, command.id) || makesWay(release, course, deployment)) return false;
      const known = facts.flatMap(({ fact }) =>
        fact.type === 'deployment.started' && fact.deployment.deploymentId === id ? [fact] : [],
      );
      if (command.does === 'rollback' || command.does === 'resume')
        return known.every(({ how }) => how !== 'found');
      return known.every(({ how, deployment }) => {
        if (deployment.taskDefinition !== taskDefinition) return true;
        return how !== 'adopted' && !(how === 'started' && hasAskedFor(release, course, taskDefinition));
      });
    });
    if (foreign === undefined) return undefined;
    return `${release.id} has stopped ${foreign.deployment.id}, which ${foreign.deployment.startedBy} had started.`;
  },
};

/** AWS joins a request for what somebody has started a moment ago to it, and tells both the same. */
function hasAskedFor({ id }: ReleaseTruth, { ledger }: ServiceCourse, taskDefinition: string): boolean {
  return ledger.writes.some((call) => call.by === id && asksFor(call, taskDefinition));
}

/** A start supersedes somebody else's deployment only where that was asked for, or where it could not be seen. */
export const supersedesOnlyWhenAsked: Invariant = {
  name: 'nobody else is superseded unasked',
  check(release, course) {
    const { command } = release;
    if (command.ifBusy === 'replace') return undefined;
    const { deployments } = course.ledger;
    const mine = deployments.find(({ startedBy }) => startedBy === release.id);
    const before = mine === undefined ? undefined : deployments[deployments.indexOf(mine) - 1];
    if (mine === undefined || before === undefined || isOfCommand(before.startedBy, command.id))
      return undefined;
    if (sawStale(release, before, mine)) return undefined;
    const wasOver = before.finishedAt !== undefined && before.finishedAt <= mine.createdAt;
    if (wasOver || before.createdAt >= lastLookBefore(release, course, mine.createdAt)) return undefined;
    return `${release.id} has superseded ${before.id} of ${before.startedBy}, which had been in progress for ${mine.createdAt - before.createdAt} ms.`;
  },
};

function lastLookBefore({ id }: ReleaseTruth, { ledger }: ServiceCourse, at: number): number {
  const looks = ledger.calls.filter(
    (call) => call.by === id && call.operation === 'DescribeServices' && call.at <= at,
  );
  return looks.at(-1)?.at ?? 0;
}

/** Who only looks or plans writes nothing. */
export const observersWriteNothing: Invariant = {
  name: 'who only looks changes nothing',
  check({ id, command }, { ledger }) {
    if (command.does !== 'watch' && !command.dryRun) return undefined;
    const write = ledger.writes.find(({ by }) => by === id);
    return write === undefined ? undefined : `${id} was only to look, and has called ${write.operation}.`;
  },
};
