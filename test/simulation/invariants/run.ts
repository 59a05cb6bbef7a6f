import type { Outcome } from '../../../src/model/outcome.ts';
import { courseOf, type ProcessTruth, type ReleaseTruth } from '../course.ts';
import type { Run } from '../history.ts';
import type { ProcessInvariant } from './invariant.ts';

/** The moments of one release of a run that the order is about. */
interface Moments {
  readonly release: ReleaseTruth;
  readonly after: readonly string[];
  readonly begunAt: number;
  /** When it first ended; later it may be taken back. */
  readonly endedAt: number;
  readonly ended?: Outcome | undefined;
}

/** A service is released after those that it comes after, and only where they were. */
export const predecessorsFirst: ProcessInvariant = {
  name: 'no service is released before those that it comes after',
  check(process) {
    const all = momentsOf(process);
    for (const { release, after, begunAt } of all) {
      if (begunAt === never) continue;
      for (const { release: first, ended, endedAt } of all.filter((one) =>
        after.includes(one.release.service),
      )) {
        if (ended === undefined || !isGood(ended) || endedAt > begunAt) {
          return `${process.id} has begun with ${release.service}, which comes after ${first.service}: ${ended?.kind ?? 'not ended'}.`;
        }
      }
    }
    return undefined;
  },
};

/** After a failure nothing more begins, unless the run was to go on. */
export const nothingAfterFailure: ProcessInvariant = {
  name: 'nothing more is released after a failure',
  check(process) {
    const { run } = process.command;
    if (run === undefined || run.onFailure === 'keep-going') return undefined;
    const all = momentsOf(process);
    const failedAt = Math.min(
      // What waits for a person has not failed: those that do not come after it begin.
      ...all.flatMap(({ ended, endedAt }) =>
        ended === undefined || isGood(ended) || ended.kind === 'waiting-for-approval' ? [] : [endedAt],
      ),
    );
    const late = all.find(({ begunAt }) => begunAt !== never && begunAt > failedAt);
    return late === undefined
      ? undefined
      : `${process.id} has begun with ${late.release.service} although another one had failed.`;
  },
};

/** No more releases are under way at once than may be. */
export const notTooMany: ProcessInvariant = {
  name: 'no more are released at once than may be',
  check(process) {
    const { run } = process.command;
    if (run === undefined) return undefined;
    const all = momentsOf(process).filter(({ begunAt }) => begunAt !== never);
    for (const { begunAt } of all) {
      const underWay = all.filter((one) => one.begunAt <= begunAt && one.endedAt > begunAt).length;
      if (underWay > run.parallel)
        return `${process.id} has ${underWay} releases under way at once, and ${run.parallel} may be.`;
    }
    return undefined;
  },
};

/** Of a run that is to succeed as a whole none stays on its new revision after a failure, unless it says so. */
export const allOrNone: ProcessInvariant = {
  name: 'after a failure none stays released, or it says so',
  check(process) {
    const { run } = process.command;
    if (run?.onFailure !== 'take-back' || process.exit === undefined) return undefined;
    if (!process.releases.some(hasFailed)) return undefined;
    const quiet = process.releases.find(staysReleased);
    return quiet === undefined
      ? undefined
      : `${process.id} was to take all back after a failure, but ${quiet.service} says ${wordOf(quiet)}.`;
  },
};

/** Services go back before those that they came after. */
export const backInReverse: ProcessInvariant = {
  name: 'services go back before those that they came after',
  check(process, course) {
    const ways = new Map(
      process.releases.map(({ service }) => {
        const { deployments } = courseOf(course, service).ledger;
        return [service, deployments.filter(({ startedBy }) => startedBy === process.id)[1]] as const;
      }),
    );
    for (const { service, after } of membersOf(process.command.run)) {
      const mine = ways.get(service);
      for (const first of after) {
        const theirs = ways.get(first);
        if (mine === undefined || theirs === undefined) continue;
        if (
          theirs.createdAt < (mine.finishedAt ?? Number.POSITIVE_INFINITY) &&
          !isSeenOut(process, service, theirs.createdAt)
        )
          return `${process.id} takes ${first} back before ${service}, which came after it.`;
      }
    }
    return undefined;
  },
};

/** The release has told its end, whatever AWS still does. */
function isSeenOut({ releases }: ProcessTruth, service: string, at: number): boolean {
  const facts = releases.find((release) => release.service === service)?.facts ?? [];
  return facts
    .filter(({ fact }) => fact.type === 'release.concluded')
    .some((one, index) => index > 0 && one.at <= at);
}

const never = Number.POSITIVE_INFINITY;

function momentsOf({ command, releases }: ProcessTruth): Moments[] {
  const members = membersOf(command.run);
  return releases.map((release) => {
    const { facts, service } = release;
    const end = facts.find(({ fact }) => fact.type === 'release.concluded');
    return {
      release,
      after: members.find((one) => one.service === service)?.after ?? [],
      begunAt: facts.find(({ fact }) => fact.type === 'release.started')?.at ?? never,
      endedAt: end?.at ?? never,
      ended: end?.fact.type === 'release.concluded' ? end.fact.outcome : undefined,
    };
  });
}

function membersOf(run: Run | undefined): { service: string; after: readonly string[] }[] {
  return (run?.members ?? []).map(({ name, after }) => ({ service: name, after }));
}

function isGood({ kind }: Outcome): boolean {
  return ['succeeded', 'nothing-to-do', 'planned'].includes(kind);
}

/** Known to be bad, before any of the run was taken back: what nobody could see to its end is not. */
function hasFailed({ facts }: ReleaseTruth): boolean {
  const [end] = facts.flatMap(({ fact }) => (fact.type === 'release.concluded' ? [fact.outcome] : []));
  if (end?.kind === 'error') return !end.error.code.startsWith('unknown.');
  return end !== undefined && (end.kind.startsWith('failed-') || end.kind === 'stopped');
}

function staysReleased(release: ReleaseTruth): boolean {
  const { said } = release;
  if (said.kind !== 'outcome' || said.result.outcome.kind !== 'succeeded') return false;
  const { plan } = said.result;
  const before = plan?.current.taskDefinition;
  // The same revision anew, without other settings, is as it was.
  const isOther = before !== plan?.target.taskDefinition || (plan?.settings.length ?? 0) > 0;
  return isOther;
}

function wordOf({ said }: ReleaseTruth): string {
  return said.kind === 'outcome' ? said.result.outcome.kind : said.kind;
}
