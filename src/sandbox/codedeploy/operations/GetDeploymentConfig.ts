import type {
  GetDeploymentConfigCommandInput,
  GetDeploymentConfigCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findConfig } from '../lookup/deployment-config.ts';
import { checkConfigName } from '../validation/names.ts';
import { deploymentConfigView } from '../views/deployment-config-view.ts';

export const GetDeploymentConfig: Operation<
  GetDeploymentConfigCommandInput,
  Output<GetDeploymentConfigCommandOutput>
> = (world, input) => {
  const config = findConfig(world, checkConfigName(input.deploymentConfigName));
  return { deploymentConfigInfo: deploymentConfigView(config) };
};
