import type { ServiceState } from '../../aws/service-state.ts';
import { findGroup, type FoundGroup } from '../../controllers/codedeploy/find-group.ts';
import type { CodeDeploySettings } from '../../model/codedeploy.ts';
import type { ReleaseContext } from '../release-context.ts';

/**
 * The deployment group of a service: as it is named, or else found; a search through the whole account is told.
 * @throws what finding throws
 */
export async function findGroupOf(
  { aws, report }: Pick<ReleaseContext, 'aws'> & Partial<Pick<ReleaseContext, 'report'>>,
  { ref, deployments }: Pick<ServiceState, 'ref' | 'deployments'>,
  named: Pick<CodeDeploySettings, 'application' | 'group'>,
): Promise<FoundGroup> {
  const newestFirst = [...deployments].sort((a, b) => b.createdAt - a.createdAt);
  const found = await findGroup(aws, ref, {
    application: named.application,
    group: named.group,
    deployments: newestFirst.flatMap(({ externalId }) => externalId ?? []),
  });
  if (found.searched !== undefined) {
    report?.({ type: 'warning', warning: { kind: 'codedeploy-searched', ...found.searched } });
  }
  return found;
}
