import { EcsdeployError } from '../../model/error.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { releaseLine } from '../../model/release-line.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';

// More than these are no help to choose from.
const mostListed = 8;

/** No release of the service is called like this. */
export class NoSuchRelease extends EcsdeployError {
  constructor(service: ServiceRef, name: string, releases: readonly PastRelease[]) {
    super({
      code: 'release.not_found',
      message:
        releases.length === 0
          ? `AWS remembers no release of service "${serviceName(service)}"`
          : `Service "${serviceName(service)}" has no release "${name}" that AWS remembers`,
      suggestions: [
        ...releases.slice(0, mostListed).map((release) => releaseLine(release)),
        'Name it by commit (seven characters at least), tag, digest, revision, family:revision or deployment id.',
      ],
      details: { release: name },
    });
  }
}

/** Several releases are called like this. */
export class SeveralReleases extends EcsdeployError {
  constructor(service: ServiceRef, name: string, candidates: readonly PastRelease[]) {
    super({
      code: 'usage.ambiguous_release',
      message: `"${name}" names several releases of service "${serviceName(service)}"`,
      suggestions: [
        ...candidates.slice(0, mostListed).map((release) => releaseLine(release)),
        'Name one by the id of its deployment, the last in its line.',
      ],
      details: {
        release: name,
        candidates: candidates.map(({ id, taskDefinition }) => ({ id, taskDefinition })),
      },
    });
  }
}
