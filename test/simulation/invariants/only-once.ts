import type { Course, ProcessTruth } from '../simulate.ts';
import type { EffectiveCall } from '../truth.ts';
import { isOfCommand, type Invariant } from './invariant.ts';

/** One process starts one deployment, and a command that is repeated after a kill does not start it again. */
export const startedOnce: Invariant = {
  name: 'nothing is started twice',
  check(process, course) {
    const { deployments } = course.ledger;
    const own = deployments.filter(({ startedBy }) => startedBy === process.id);
    if (own.length > 1) return `${process.id} has started ${own.map(({ id }) => id).join(' and ')}.`;
    const [mine] = own;
    if (mine === undefined) return undefined;
    const before = deployments[deployments.indexOf(mine) - 1];
    if (before === undefined || !isOfCommand(before.startedBy, process.command.id)) return undefined;
    const goesOn = before.finishedAt === undefined || before.finishedAt > mine.createdAt;
    if (goesOn && before.taskDefinition === mine.taskDefinition) {
      return `${process.id} has started ${mine.id} although ${before.id} of the same command was still in progress.`;
    }
    const mayRepeat =
      process.command.force || course.history.people.some(({ act }) => act.is === 'moves-tag');
    if (before.status !== 'SUCCESSFUL' || mayRepeat || before.taskDefinition !== mine.taskDefinition)
      return undefined;
    return `${process.id} has started ${mine.id} although ${before.id} of the same command had succeeded.`;
  },
};

/** One process registers one revision, and a command that is repeated finds the one that it has left as the latest. */
export const registeredOnce: Invariant = {
  name: 'nothing is registered twice',
  check(process, course) {
    const registered = course.ledger.writes.filter(({ operation }) => operation === 'RegisterTaskDefinition');
    const own = registered.filter(({ by }) => by === process.id);
    if (own.length > 1) return `${process.id} has registered ${own.length} revisions.`;
    const [mine] = own;
    const before = mine === undefined ? undefined : registered[registered.indexOf(mine) - 1];
    if (mine === undefined || before === undefined || !isOfCommand(before.by, process.command.id))
      return undefined;
    if (imageIn(before) !== imageIn(mine) || hasForeignBetween(process, course, before, mine))
      return undefined;
    return `${process.id} has registered ${imageIn(mine)} again, which ${before.by} had registered.`;
  },
};

function imageIn({ input }: EffectiveCall): string {
  const [first] = input['containerDefinitions'] as { image?: string }[];
  return first?.image ?? '';
}

/** A person has registered another revision in between: the latest is no longer ours. */
function hasForeignBetween(
  _: ProcessTruth,
  { acts }: Course,
  from: EffectiveCall,
  to: EffectiveCall,
): boolean {
  return acts.some(({ at, text }) => at >= from.at && at <= to.at && /registers|deploys/.test(text));
}
