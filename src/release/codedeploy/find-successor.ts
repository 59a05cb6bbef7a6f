import { findCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import type { ServiceDeploymentEntry, ServiceState } from '../../aws/service-state.ts';
import type { ReleaseContext } from '../release-context.ts';

/**
 * The task set that a later deployment of CodeDeploy brings in beside the one that serves. Through ECS a later deployment is PRIMARY from
 * its first moment on; a task set is only when it gets the traffic, so that PRIMARY alone does not tell that somebody came after.
 * What a deployment has left behind that failed or was stopped is nobody's successor.
 * @throws AwsUnavailable, CredentialsFailed
 */
export async function findSuccessor(
  { aws }: Pick<ReleaseContext, 'aws'>,
  service: Pick<ServiceState, 'deployments'>,
): Promise<ServiceDeploymentEntry | undefined> {
  for (const set of laterThanPrimary(service)) {
    const deployment = await findCodeDeployDeployment(aws, set.externalId);
    if (deployment !== undefined && deployment.status !== 'Failed' && deployment.status !== 'Stopped')
      return set;
  }
  return undefined;
}

/** Task sets that deployments have made since the PRIMARY one was, and that are not going away. Pure. */
function laterThanPrimary({
  deployments,
}: Pick<ServiceState, 'deployments'>): (ServiceDeploymentEntry & { readonly externalId: string })[] {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined) return [];
  return deployments.flatMap((entry) => {
    const { externalId, status, createdAt } = entry;
    const isLater = status === 'ACTIVE' && createdAt > primary.createdAt;
    return externalId !== undefined && isLater ? [{ ...entry, externalId }] : [];
  });
}
