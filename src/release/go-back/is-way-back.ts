import type { Deployment } from '../../model/deployment.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleaseContext } from '../release-context.ts';
import { readLeanHistory } from './lean-history.ts';
import { notesOn } from './original-of.ts';
import { leadsBack, runs } from './ways-back.ts';

/**
 * Whether a deployment in progress leads to a release that had succeeded before what served when it was started: then it is the way back, of an
 * earlier run or of somebody else, and taking it back would bring in again what was to be left. Nothing that only helps to decide may stand in
 * the way of going back: what cannot be read is a no.
 */
export async function isWayBack(
  context: Pick<ReleaseContext, 'aws'>,
  inProgress: Deployment,
): Promise<boolean> {
  try {
    return await leadsToEarlier(context, inProgress);
  } catch (error) {
    if (error instanceof EcsdeployError) return false;
    throw error;
  }
}

async function leadsToEarlier(
  context: Pick<ReleaseContext, 'aws'>,
  { service, deploymentId, serviceDeploymentArn, taskDefinition, codeDeploy }: Deployment,
): Promise<boolean> {
  const releases = await readLeanHistory(context, service, codeDeploy);
  const before = releases.filter(
    ({ id, arn }) => id !== deploymentId && (arn === undefined || arn !== serviceDeploymentArn),
  );
  const [served] = before;
  // What was taken back already leaves no way back that anybody could have begun.
  if (served?.outcome !== 'succeeded' || served.taskDefinition === undefined) return false;
  const { copyOf: original, takenBackAt } = await notesOn(context, taskDefinition);
  // What was taken back and is released once more goes forward: it may be what somebody wants to leave a second time.
  const known = before.map((release) =>
    runs(release, taskDefinition) ? { ...release, origin: { takenBackAt } } : release,
  );
  const history = { releases: known, serving: served.taskDefinition };
  if (leadsBack(history, taskDefinition)) return true;
  return original !== undefined && leadsBack(history, original);
}
