import type {
  CreateDeploymentConfigCommandInput,
  CreateDeploymentConfigCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { predefinedPrefix } from '../predefined-configs.ts';
import type { DeploymentConfigRecord } from '../records/deployment-config.ts';
import { refused } from '../refusals.ts';
import { requireEcs } from '../validation/compute-platform.ts';
import { checkConfigName, invalidConfigName } from '../validation/names.ts';
import { readTrafficRouting } from '../validation/traffic-routing.ts';

/** Quota of an account. */
const mostConfigs = 200;

export const CreateDeploymentConfig: Operation<
  CreateDeploymentConfigCommandInput,
  Output<CreateDeploymentConfigCommandOutput>
> = (world, input) => {
  const name = checkConfigName(input.deploymentConfigName);
  if (name.startsWith(predefinedPrefix)) throw invalidConfigName();
  requireEcs(input.computePlatform);
  if (input.minimumHealthyHosts !== undefined) {
    throw refused(
      'InvalidMinimumHealthyHostValueException',
      'minimum healthy hosts should be null for ECS deployment configuration',
    );
  }
  const routing = readTrafficRouting(input.trafficRoutingConfig);
  const { configs } = world.codedeploy;
  if (configs.has(name)) {
    throw refused(
      'DeploymentConfigAlreadyExistsException',
      'A deployment configuration with the specified name with the user or AWS account already exists.',
    );
  }
  if ([...configs.values()].filter(({ isPredefined }) => !isPredefined).length >= mostConfigs) {
    throw refused(
      'DeploymentConfigLimitExceededException',
      'The deployment configurations limit was exceeded.',
    );
  }
  const config: DeploymentConfigRecord = {
    id: world.random.uuid(),
    name,
    createdAt: world.timeline.now(),
    routing,
    isPredefined: false,
  };
  configs.set(name, config);
  return { deploymentConfigId: config.id };
};
