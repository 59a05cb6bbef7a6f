import type { GetApplicationCommandInput, GetApplicationCommandOutput } from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import { applicationView } from '../views/application-view.ts';

export const GetApplication: Operation<GetApplicationCommandInput, Output<GetApplicationCommandOutput>> = (
  world,
  input,
) => {
  return { application: applicationView(findApplication(world, input.applicationName)) };
};
