import type {
  ListDeploymentConfigsCommandInput,
  ListDeploymentConfigsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { pageOfNames } from '../page.ts';

/** Of the predefined ones only those for ECS. */
export const ListDeploymentConfigs: Operation<
  ListDeploymentConfigsCommandInput,
  Output<ListDeploymentConfigsCommandOutput>
> = (world, input) => {
  const { items, next } = pageOfNames([...world.codedeploy.configs.keys()], input.nextToken);
  return { deploymentConfigsList: items, nextToken: next };
};
