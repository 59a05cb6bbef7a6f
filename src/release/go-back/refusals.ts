import { EcsdeployError } from '../../model/error.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { releaseLine } from '../../model/release-line.ts';
import { revisionName, serviceName, type ServiceRef } from '../../model/service-ref.ts';
import type { CannotRun } from '../../model/way-back.ts';

/** No earlier release of the service succeeded with another revision, or none of them can still run. */
export class NoRollbackTarget extends EcsdeployError {
  constructor(service: ServiceRef, current: string, gone: readonly CannotRun[] = []) {
    super({
      code: 'rollback_target.not_found',
      message:
        gone.length === 0
          ? `Service "${serviceName(service)}" has no earlier release to go back to: none but ${revisionName(current)} has succeeded in what AWS remembers`
          : `Service "${serviceName(service)}" has no earlier release that can still run: ${gone.map(sentenceOf).join('; ')}`,
      suggestions: [
        'Deploy a revision by name: `ecsdeploy deploy --task-definition <family:revision>`.',
        ...(gone.length === 0
          ? []
          : ['Or build and deploy that commit again: `ecsdeploy deploy` in its checkout.']),
      ],
      details: { taskDefinition: current },
    });
  }
}

// More than these are no help to choose from.
const mostListed = 8;

/** No release of the service is called like this. */
export class ReleaseUnknown extends EcsdeployError {
  constructor(service: ServiceRef, name: string, why: string, releases: readonly PastRelease[], now: number) {
    super({
      code: 'release.not_found',
      message: `Service "${serviceName(service)}" has no release "${name}" to go back to: ${why}`,
      suggestions: listed(releases, now),
      details: { release: name },
    });
  }
}

/** Several releases are called like this, with different revisions. */
export class ReleaseAmbiguous extends EcsdeployError {
  constructor(service: ServiceRef, name: string, candidates: readonly PastRelease[], now: number) {
    super({
      code: 'usage.ambiguous_release',
      message: `"${name}" names several releases of service "${serviceName(service)}"`,
      suggestions: [...listed(candidates, now), 'Name one by its revision: `--to <family:revision>`.'],
      details: {
        release: name,
        candidates: candidates.map(({ id, taskDefinition }) => ({ id, taskDefinition })),
      },
    });
  }
}

/** The release that was named cannot run any more. */
export class TargetGone extends EcsdeployError {
  constructor(name: string, gone: CannotRun) {
    super({
      code: 'refused.target_gone',
      message: `"${name}" cannot be brought back: ${sentenceOf(gone)}`,
      suggestions: [
        gone.why === 'image'
          ? 'Build and push that commit again, or go back to another release: `ecsdeploy rollback` chooses one that can run.'
          : 'Go back to another release: `ecsdeploy rollback` chooses one that can run.',
      ],
      details: gone,
    });
  }
}

/** Why a release cannot run any more, as a part of a sentence. */
function sentenceOf(gone: CannotRun): string {
  const revision = revisionName(gone.taskDefinition);
  return gone.why === 'image'
    ? `the image ${gone.image} of ${revision} is not in its repository any more`
    : `AWS does not know the task definition ${revision} any more`;
}

function listed(releases: readonly PastRelease[], now: number): string[] {
  return releases.slice(0, mostListed).map((release) => releaseLine(release, now));
}
