import type { DeleteApplicationCommandInput } from '@aws-sdk/client-codedeploy';
import type { NoOutput, Operation } from '../../operation.ts';
import { checkApplicationName } from '../validation/names.ts';

/** Its groups go with it; deployments can still be read. One that is not there is no error (API_DeleteApplication lists none). */
export const DeleteApplication: Operation<DeleteApplicationCommandInput, NoOutput> = (world, input) => {
  world.codedeploy.applications.delete(checkApplicationName(input.applicationName));
  return {};
};
