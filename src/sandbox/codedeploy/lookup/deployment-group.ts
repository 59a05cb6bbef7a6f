import type { ApplicationRecord } from '../records/application.ts';
import type { DeploymentGroupRecord } from '../records/deployment-group.ts';
import { noGroup } from '../refusals.ts';
import { checkGroupName } from '../validation/names.ts';

/** @throws DeploymentGroupDoesNotExistException, or what AWS says to a name that cannot be one */
export function findGroup(application: ApplicationRecord, name: string | undefined): DeploymentGroupRecord {
  const checked = checkGroupName(name);
  const group = application.groups.get(checked);
  if (group === undefined) throw noGroup(checked);
  return group;
}
