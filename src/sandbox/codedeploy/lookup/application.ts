import type { World } from '../../world.ts';
import type { ApplicationRecord } from '../records/application.ts';
import { noApplication } from '../refusals.ts';
import { checkApplicationName } from '../validation/names.ts';

/** @throws ApplicationDoesNotExistException, or what AWS says to a name that cannot be one */
export function findApplication(world: World, name: string | undefined): ApplicationRecord {
  const checked = checkApplicationName(name);
  const application = world.codedeploy.applications.get(checked);
  if (application === undefined) throw noApplication(checked);
  return application;
}
