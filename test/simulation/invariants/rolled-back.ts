import type { ReleaseTruth, ServiceCourse } from '../course.ts';
import { describeScene, namedDeployment, stopsOf, wayBackOf, type Invariant } from './invariant.ts';
import { isSuccessful } from './exit-zero.ts';
import { isBack, serves } from './serving.ts';

/** Never a rolled-back exit while the bad revision takes traffic, and never the wrong one named as who did it. */
export const rolledBack: Invariant = {
  name: 'rolled back only when it is so',
  check(release, course) {
    const { said, scenes } = release;
    if (said.kind !== 'outcome' || said.result.outcome.kind !== 'failed-rolled-back') return undefined;
    const { to, by } = said.result.outcome;
    const named = namedDeployment(release, course);
    if (named === undefined) return `${release.id} says that it was rolled back, and names no deployment.`;
    // What had succeeded goes back by a deployment of its own.
    const isTakenBack = wayBackOf(release) === named.id;
    const isSo = isTakenBack
      ? scenes.some((scene) => isSuccessful(scene, named) && serves(scene, named.holder))
      : scenes.some((scene) => isBack(scene, named, to));
    if (!isSo) {
      return `${release.id} says that ${named.id} was rolled back to ${to}, but its status is ${named.status}, and ${describeScene(scenes.at(-1))}.`;
    }
    if (isTakenBack) return undefined;
    const asked = stopsOf(release, course).some(({ deployment }) => deployment === named);
    // Whoever asks CodeDeploy in the moment in which somebody else does is told that it is over, as after an answer that was lost.
    if (by === 'ecsdeploy' && !asked && !hasTried(release, course))
      return `${release.id} says that it rolled back itself, but asked for nothing.`;
    const isJudged = named.breakerTriggered || named.alarmsTriggered || named.hookJudged;
    if (by === 'aws' && !isJudged)
      return `${release.id} says that AWS rolled back by itself, but AWS had not judged it.`;
    if (by === 'someone' && asked)
      return `${release.id} says that somebody else took it back, but it had asked for it.`;
    if (by === 'someone' && isJudged)
      return `${release.id} says that somebody else took ${named.id} back, but AWS did it by itself.`;
    return undefined;
  },
};

function hasTried({ id }: ReleaseTruth, { ledger }: ServiceCourse): boolean {
  return ledger.calls.some(({ by, operation }) => by === id && operation === 'StopDeployment');
}
