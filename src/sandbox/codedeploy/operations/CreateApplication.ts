import type {
  CreateApplicationCommandInput,
  CreateApplicationCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { refused } from '../refusals.ts';
import { requireEcs } from '../validation/compute-platform.ts';
import { checkApplicationName } from '../validation/names.ts';

export const CreateApplication: Operation<
  CreateApplicationCommandInput,
  Output<CreateApplicationCommandOutput>
> = (world, input) => {
  const name = checkApplicationName(input.applicationName);
  requireEcs(input.computePlatform);
  const { applications } = world.codedeploy;
  if (applications.has(name)) {
    throw refused(
      'ApplicationAlreadyExistsException',
      `The application ${name} already exists with the user or AWS account.`,
    );
  }
  const application = {
    id: world.random.uuid(),
    name,
    createdAt: world.timeline.now(),
    tags: input.tags ?? [],
    groups: new Map(),
  };
  applications.set(name, application);
  return { applicationId: application.id };
};
