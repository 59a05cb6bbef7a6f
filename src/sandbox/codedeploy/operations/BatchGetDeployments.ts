import type {
  BatchGetDeploymentsCommandInput,
  BatchGetDeploymentsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { checkDeploymentId } from '../lookup/deployment.ts';
import { batchTooLarge } from '../refusals.ts';
import { deploymentView } from '../views/deployment-view.ts';

/** Those that are not there are left out: the API reference lists no error for them. */
export const BatchGetDeployments: Operation<
  BatchGetDeploymentsCommandInput,
  Output<BatchGetDeploymentsCommandOutput>
> = (world, input) => {
  const ids = (input.deploymentIds ?? []).map((id) => checkDeploymentId(id));
  if (ids.length > 25) throw batchTooLarge();
  const deployments = ids.flatMap((id) => world.codedeploy.deployments.get(id) ?? []);
  return { deploymentsInfo: deployments.map(deploymentView) };
};
