import { describeScene, namedDeployment, stopsOf, type Invariant } from './invariant.ts';
import { isBack } from './serving.ts';

/** Never a rolled-back exit while the bad revision takes traffic, and never the wrong one named as who did it. */
export const rolledBack: Invariant = {
  name: 'rolled back only when it is so',
  check(process, course) {
    const { said, scenes } = process;
    if (said.kind !== 'outcome' || said.result.outcome.kind !== 'failed-rolled-back') return undefined;
    const { to, by } = said.result.outcome;
    const named = namedDeployment(process, course);
    if (named === undefined) return `${process.id} says that it was rolled back, and names no deployment.`;
    if (!scenes.some((scene) => isBack(scene, named, to))) {
      return `${process.id} says that ${named.id} was rolled back to ${to}, but its status is ${named.status}, and ${describeScene(scenes.at(-1))}.`;
    }
    const asked = stopsOf(process, course).some(({ deployment }) => deployment === named);
    if (by === 'ecsdeploy' && !asked)
      return `${process.id} says that it rolled back itself, but asked for nothing.`;
    if (by === 'someone' && asked)
      return `${process.id} says that somebody else took it back, but it had asked for it.`;
    if (by === 'someone' && (named.breakerTriggered || named.alarmsTriggered))
      return `${process.id} says that somebody else took ${named.id} back, but AWS did it by itself.`;
    if (by === 'aws' && asked && !named.breakerTriggered && !named.alarmsTriggered) {
      return `${process.id} says that AWS rolled back by itself, but it had asked for it.`;
    }
    return undefined;
  },
};
