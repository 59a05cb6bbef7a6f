import type { ServiceState } from '../../aws/service-state.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { wasTakenBack } from '../../model/taken-back.ts';
import { hasTakenBack } from '../go-back/ways-back.ts';

/** Why what runs in an environment is not to be released elsewhere. */
export type NotProven =
  | { readonly why: 'in-progress'; readonly taskDefinition: string | undefined }
  | { readonly why: 'no-tasks' }
  /** Its last release went back, and what serves is older. */
  | { readonly why: 'went-back'; readonly release: PastRelease }
  /** Its last release failed, or was stopped, and was left as it is. */
  | { readonly why: 'failed'; readonly release?: PastRelease | undefined };

export interface Circumstances {
  readonly service: Pick<ServiceState, 'deployments' | 'desiredCount'>;
  /** The deployment in progress. */
  readonly inProgress?: Pick<Deployment, 'taskDefinition'> | undefined;
  /** Newest first. */
  readonly releases: readonly PastRelease[];
}

/**
 * Whether the last release of a service stands: it is over, it succeeded, and nobody has taken it back. What serves after a way back is
 * healthy too, but it is not what the environment was last asked to prove. Pure.
 */
export function whyNotProven({ service, inProgress, releases }: Circumstances): NotProven | undefined {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const [newest, before] = releases;
  if (inProgress !== undefined) return { why: 'in-progress', taskDefinition: inProgress.taskDefinition };
  if (newest?.outcome === 'in-progress' || primary?.rolloutState === 'IN_PROGRESS') {
    return { why: 'in-progress', taskDefinition: newest?.taskDefinition ?? primary?.taskDefinition };
  }
  if (newest !== undefined && newest.outcome !== 'succeeded') {
    return { why: newest.serves ? 'failed' : 'went-back', release: newest };
  }
  if (primary?.rolloutState === 'FAILED') return { why: 'failed' };
  if (newest !== undefined && wasTakenBack({ ...newest, takenBackAt: newest.origin.takenBackAt }))
    return { why: 'failed', release: newest };
  if (before !== undefined && hasTakenBack(releases)) return { why: 'went-back', release: before };
  return service.desiredCount === 0 ? { why: 'no-tasks' } : undefined;
}
