import type { World } from '../../world.ts';
import type { ApplicationRecord } from '../records/application.ts';
import type { DeploymentGroupRecord } from '../records/deployment-group.ts';
import { refused } from '../refusals.ts';
import { findApplication } from './application.ts';
import { findGroup } from './deployment-group.ts';

const arnForm = /^arn:aws[\w-]*:codedeploy:[\w-]+:\d{12}:(application|deploymentgroup):(.+)$/;

/** What an ARN names and can have tags: an application, or `<application>/<group>`. @throws the errors of what is not there */
export function findTagged(world: World, arn: string | undefined): ApplicationRecord | DeploymentGroupRecord {
  if (arn === undefined || arn === '') {
    throw refused('ResourceArnRequiredException', 'The ARN of a resource is required, but was not found.');
  }
  const [, kind, name = ''] = arnForm.exec(arn) ?? [];
  if (kind === undefined) throw refused('InvalidArnException', 'The specified ARN is not in a valid format.');
  if (kind === 'application') return findApplication(world, name);
  const [applicationName = '', ...groupName] = name.split('/');
  return findGroup(findApplication(world, applicationName), groupName.join('/'));
}
