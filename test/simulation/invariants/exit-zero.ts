import { revisionName } from '../../../src/model/service-ref.ts';
import type { Course, ProcessTruth } from '../simulate.ts';
import type { Scene } from '../truth.ts';
import { describeScene, digestsFor, namedDeployment, type Invariant } from './invariant.ts';
import { isBack, serves } from './serving.ts';

/** Never exit 0 unless what was asked for is so: our revision and digest run healthy, or the earlier ones do. */
export const exitZero: Invariant = {
  name: 'exit 0 only when it is so',
  check(process, course) {
    const { said, scenes } = process;
    if (said.kind !== 'outcome' || said.exit !== 0) return undefined;
    const isSo = goal(process, course);
    if (isSo === undefined || scenes.some(isSo)) return undefined;
    return `${process.id} says ${said.result.outcome.kind} (exit 0), but ${describeScene(scenes.at(-1))}.`;
  },
};

/** What must have been so at a moment between the last look and the end; undefined: nothing. */
function goal(process: ProcessTruth, course: Course): ((scene: Scene) => boolean) | undefined {
  const { said, command } = process;
  if (said.kind !== 'outcome') return undefined;
  const { result } = said;
  const { outcome } = result;
  const named = namedDeployment(process, course);
  const isSuccessful = (scene: Scene): boolean =>
    named !== undefined && scene.deployments.get(named.arn) === 'SUCCESSFUL';
  switch (outcome.kind) {
    case 'succeeded':
      return (scene) => isSuccessful(scene) && serves(scene, named?.id ?? '', digestsFor(process, course));
    case 'rolled-back-as-asked':
      if (named === undefined) return () => false;
      return result.plan?.target.taskDefinition === undefined
        ? (scene) => isBack(scene, named, outcome.to)
        : (scene) => isSuccessful(scene) && serves(scene, named.id);
    case 'nothing-to-do':
      switch (outcome.because.kind) {
        case 'nothing-in-progress':
          return isQuiet;
        case 'already-rolled-back': {
          const { to } = outcome.because;
          return ({ primary }) => primary !== undefined && revisionName(primary.taskDefinition) === to;
        }
        default:
          return (scene) => serves(scene, scene.primary?.id ?? '', digestsFor(process, course));
      }
    default:
      return command.dryRun && outcome.kind === 'planned' ? undefined : () => false;
  }
}

const ended = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

function isQuiet({ deployments }: Scene): boolean {
  return [...deployments.values()].every((status) => ended.has(status));
}
