import { formatDuration } from '../model/duration.ts';
import { releaseLine } from '../model/release-line.ts';
import type { Difference, ReleasePlan } from '../model/release-plan.ts';
import { revisionName } from '../model/service-ref.ts';
import type { CannotRun, WayBack } from '../model/way-back.ts';
import { harmless } from './harmless.ts';

/** Why a release cannot be brought back, as a part of a sentence. */
export function describeGone(gone: CannotRun): string {
  return gone.why === 'image'
    ? `the image ${harmless(gone.image)} is not in its repository any more`
    : `AWS does not know ${revisionName(gone.taskDefinition)} any more`;
}

/** How a plan goes back, in a line: by what, what that costs, and what changes besides the image. */
export function describeWayBack(plan: ReleasePlan, wayBack: WayBack): string {
  return [describeMechanism(plan, wayBack), ...changesBesides(plan, wayBack)].join('; ');
}

/** The same for the plan that is read before anything is done, with what is known of the release. */
export function wayBackLines(plan: ReleasePlan, wayBack: WayBack): string[] {
  const { release, copies } = wayBack;
  const lines = [
    describeMechanism(plan, wayBack),
    ...(release === undefined ? [] : [harmless(releaseLine(release))]),
    ...(copies === undefined
      ? []
      : [`${copies} is INACTIVE: it is registered again as it was, with its tags`]),
  ];
  return [...lines, ...changesBesides(plan, wayBack)];
}

/** Where AWS chooses the revision, it is not known. */
function changesBesides({ differences, restored }: ReleasePlan, { mechanism }: WayBack): string[] {
  if (mechanism.kind !== 'redeploy') return [];
  return [describeBesides([...besidesImages(differences), ...(restored?.differences ?? [])])];
}

function describeMechanism(plan: ReleasePlan, { mechanism }: WayBack): string {
  switch (mechanism.kind) {
    case 'follow':
      return `deployment ${mechanism.deploymentId} goes there already, and is followed`;
    case 'stop':
      return mechanism.isInstant
        ? 'the deployment is stopped with a rollback: the old tasks still run, and traffic is switched back at once'
        : 'the deployment is stopped with a rollback: old tasks that still run are kept, the others are started again';
    case 'redeploy': {
      const { strategy, lastTookMilliseconds: took } = mechanism;
      const last = took === undefined ? '' : ` that took ${formatDuration(took)} last time`;
      return `${deployments[strategy] ?? `a ${strategy} deployment`}${last}${plan.codeDeploy === undefined ? '' : ', all at once by CodeDeploy'}`;
    }
    default:
      return mechanism satisfies never;
  }
}

const deployments: Readonly<Record<string, string>> = {
  ROLLING: 'a rolling update',
  BLUE_GREEN: 'a blue/green deployment',
  CANARY: 'a canary deployment',
  LINEAR: 'a linear deployment',
  AllAtOnce: 'a blue/green deployment',
};

function besidesImages(differences: readonly Difference[]): readonly Difference[] {
  return differences.filter(({ path }) => !/^containerDefinitions\[[^\]]*\]\.image$/.test(path));
}

const pathsShown = 3;

function describeBesides(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'nothing but the image changes';
  const shown = differences.slice(0, pathsShown).map(({ path }) => harmless(path));
  const more = differences.length - shown.length;
  return `besides the image ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${differences.length === 1 ? 'changes' : 'change'}`;
}
