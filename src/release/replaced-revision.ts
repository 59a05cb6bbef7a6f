import { describeServiceDeployment, describeServiceRevisions } from '../aws/service-deployments.ts';
import type { Deployment } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import { revisionName } from '../model/service-ref.ts';
import { readHistory } from './codedeploy/history.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * `family:revision` that a deployment has replaced, as AWS remembers it: ECS by the source revision of the deployment, CodeDeploy by what
 * its description notes. Undefined: nobody tells.
 */
export async function replacedRevision(
  context: Pick<ReleaseContext, 'aws'>,
  deployment: Deployment,
): Promise<string | undefined> {
  try {
    return deployment.codeDeploy === undefined
      ? await sourceOfEcs(context, deployment)
      : (await readHistory(context, deployment.codeDeploy)).find(({ id }) => id === deployment.deploymentId)
          ?.insteadOf;
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

async function sourceOfEcs(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { serviceDeploymentArn }: Deployment,
): Promise<string | undefined> {
  if (serviceDeploymentArn === undefined) return undefined;
  const [source] = (await describeServiceDeployment(aws, serviceDeploymentArn))?.sourceRevisions ?? [];
  if (source === undefined) return undefined;
  const [revision] = await describeServiceRevisions(aws, [source.arn]);
  return revision && revisionName(revision.taskDefinition);
}
