import { revisionName } from '../../../src/model/service-ref.ts';
import type { ReleaseTruth, ServiceCourse } from '../course.ts';
import type { DeploymentTruth } from '../ledger.ts';
import type { Scene } from '../scene.ts';
import { describeScene, digestsFor, namedDeployment, type Invariant } from './invariant.ts';
import { isBack, serves } from './serving.ts';

/** Never exit 0 unless what was asked for is so: our revision and digest run healthy, or the earlier ones do. */
export const exitZero: Invariant = {
  name: 'exit 0 only when it is so',
  check(release, course) {
    const { said, scenes } = release;
    if (said.kind !== 'outcome' || said.exit !== 0) return undefined;
    const isSo = goal(release, course);
    if (isSo !== undefined && !scenes.some(isSo)) {
      return `${release.id} says ${said.result.outcome.kind} (exit 0), but ${describeScene(scenes.at(-1))}.`;
    }
    const named = namedDeployment(release, course);
    const wanted = wantedImage(release, course);
    if (named === undefined || wanted === undefined || named.image.startsWith(wanted)) return undefined;
    return `${release.id} says ${said.result.outcome.kind} (exit 0) of ${named.image}, but ${wanted} was asked for.`;
  },
};

/** What the image that a deploy asked for is called, by its tag or by the digest that stands for it. */
function wantedImage({ command, said }: ReleaseTruth, { imageOf }: ServiceCourse): string | undefined {
  if (command.does !== 'deploy' || said.kind !== 'outcome') return undefined;
  if (said.result.outcome.kind !== 'succeeded') return undefined;
  const named = imageOf(command.image);
  // By its digest only the repository stands there; which digests are right is held against the tasks.
  return command.imageReference === 'digest' ? named.replace(/:[^:/]+$/, '') : named;
}

/** What must have been so at a moment between the last look and the end; undefined: nothing. */
function goal(release: ReleaseTruth, course: ServiceCourse): ((scene: Scene) => boolean) | undefined {
  const { said, command } = release;
  if (said.kind !== 'outcome') return undefined;
  const { result } = said;
  const { outcome } = result;
  const named = namedDeployment(release, course);
  // Scaled to 0 meanwhile, AWS calls it successful although no task may ever have come up.
  const wasEmpty = release.begins.desired === 0 || result.plan?.current.desiredCount === 0;
  switch (outcome.kind) {
    case 'succeeded':
      // Settings that start no deployment: what serves is what is there.
      if (result.deployment === undefined)
        return (scene) => serves(scene, scene.primary?.id ?? '', digestsFor(release, course));
      // Where only settings were to be changed, what served goes on to serve.
      return (scene) =>
        (result.deployment === undefined || isSuccessful(scene, named)) &&
        serves(scene, named?.holder ?? scene.primary?.id ?? '', digestsFor(release, course)) &&
        (scene.desired > 0 || wasEmpty);
    case 'rolled-back-as-asked':
      if (named === undefined) return () => false;
      return result.plan?.target.taskDefinition === undefined
        ? (scene) => isBack(scene, named, outcome.to)
        : (scene) => isSuccessful(scene, named) && serves(scene, named.holder);
    case 'nothing-to-do':
      switch (outcome.because.kind) {
        case 'nothing-in-progress':
          return isQuiet;
        case 'already-rolled-back': {
          const { to } = outcome.because;
          return ({ primary }) => primary !== undefined && revisionName(primary.taskDefinition) === to;
        }
        default:
          return (scene) => serves(scene, scene.primary?.id ?? '', digestsFor(release, course));
      }
    default:
      return command.dryRun && outcome.kind === 'planned' ? undefined : () => false;
  }
}

export function isSuccessful({ deployments }: Scene, named: DeploymentTruth | undefined): boolean {
  return named !== undefined && deployments.get(named.arn) === 'SUCCESSFUL';
}

const ended = new Set(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

function isQuiet({ deployments }: Scene): boolean {
  return [...deployments.values()].every((status) => ended.has(status));
}
