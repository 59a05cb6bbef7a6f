import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { readReleases, type ReleasesOrder } from '../history/read-releases.ts';
import type { ReleaseContext } from '../release-context.ts';
import { lastGoodReleases } from './good-releases.ts';

export interface EnoughOrder extends Pick<ReleasesOrder, 'service' | 'stamps'> {
  /** Absent: it is looked for. */
  readonly group?: CodeDeployGroup | undefined;
  /** How many that one could go back to. */
  readonly keep: number;
}

// No more are read: a service with so many failures in a row has its stamps.
const mostReleases = 800;

/**
 * As many releases of a service, newest first, as it takes to find the last successful ones.
 * @throws what `readReleases` throws; a service to which no group of CodeDeploy releases has had none
 */
export async function readEnoughReleases(
  context: Pick<ReleaseContext, 'aws'>,
  order: EnoughOrder,
): Promise<PastRelease[]> {
  const { service, keep } = order;
  // Whoever starts its task sets is not ours to ask.
  if (service.controller === 'EXTERNAL') return [];
  for (let limit = Math.max(25, 2 * keep); ; limit *= 2) {
    const releases = await readOrNone(context, order, limit);
    const isEnough = lastGoodReleases(releases, keep).length >= keep;
    if (isEnough || releases.length < limit || limit >= mostReleases) return releases;
  }
}

async function readOrNone(
  context: Pick<ReleaseContext, 'aws'>,
  { service, group, stamps = false }: EnoughOrder,
  limit: number,
): Promise<PastRelease[]> {
  try {
    return await readReleases(context, { service, group, limit, stamps });
  } catch (error) {
    const isGroupless = error instanceof EcsdeployError && error.code === 'deployment_group.not_found';
    if (isGroupless && group === undefined) return [];
    throw error;
  }
}
