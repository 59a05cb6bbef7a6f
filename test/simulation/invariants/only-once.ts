import type { ReleaseTruth, ServiceCourse } from '../course.ts';
import type { DeploymentTruth, EffectiveCall } from '../ledger.ts';
import { isOfCommand, isRecalled, wayBackOf, type Invariant } from './invariant.ts';

/** One process starts one deployment, and a command that is repeated after a kill does not start it again. */
export const startedOnce: Invariant = {
  name: 'nothing is started twice',
  check(release, course) {
    const { deployments } = course.ledger;
    const own = deployments.filter(({ startedBy }) => startedBy === release.id);
    // What is taken back after it had succeeded goes back by a deployment of its own.
    if (own.length > (isRecalled(release) || wayBackOf(release) !== undefined ? 2 : 1))
      return `${release.id} has started ${own.map(({ id }) => id).join(' and ')}.`;
    const [mine] = own;
    if (mine === undefined) return undefined;
    const before = deployments[deployments.indexOf(mine) - 1];
    if (before === undefined || !isOfCommand(before.startedBy, release.command.id)) return undefined;
    if (before.taskDefinition !== mine.taskDefinition || sawStale(release, before, mine)) return undefined;
    if (before.finishedAt === undefined || before.finishedAt > mine.createdAt) {
      return `${release.id} has started ${mine.id} although ${before.id} of the same command was still in progress.`;
    }
    const mayRepeat =
      release.command.force || course.history.people.some(({ act }) => act.is === 'moves-tag');
    if (before.status !== 'SUCCESSFUL' || mayRepeat) return undefined;
    return `${release.id} has started ${mine.id} although ${before.id} of the same command had succeeded.`;
  },
};

/** An answer from before a deployment does not show it, and nothing else does. */
export function sawStale({ staleAt }: ReleaseTruth, other: DeploymentTruth, mine: DeploymentTruth): boolean {
  return staleAt.some((at) => at >= other.createdAt && at <= mine.createdAt);
}

/** One process registers one revision, and a command that is repeated finds the one that it has left as the latest. */
export const registeredOnce: Invariant = {
  name: 'nothing is registered twice',
  check(release, course) {
    const registered = course.ledger.writes.filter(({ operation }) => operation === 'RegisterTaskDefinition');
    const own = registered.filter(({ by }) => by === release.id);
    if (own.length > 1) return `${release.id} has registered ${own.length} revisions.`;
    const [mine] = own;
    const before = mine === undefined ? undefined : registered[registered.indexOf(mine) - 1];
    if (mine === undefined || before === undefined || !isOfCommand(before.by, release.command.id))
      return undefined;
    if (wantedIn(before) !== wantedIn(mine) || hasForeignBetween(course, before, mine)) return undefined;
    return `${release.id} has registered ${wantedIn(mine)} again, which ${before.by} had registered.`;
  },
};

function wantedIn({ input }: EffectiveCall): string {
  return JSON.stringify(input['containerDefinitions']);
}

/** A person has registered another revision in between: the latest is no longer ours. */
function hasForeignBetween({ acts }: ServiceCourse, from: EffectiveCall, to: EffectiveCall): boolean {
  return acts.some(({ at, text }) => at >= from.at && at <= to.at && /registers|deploys/.test(text));
}
