import { consoleHost } from '../model/console-host.ts';
import type { Deployment } from '../model/deployment.ts';

/** The page of a deployment in AWS's console: CodeDeploy's own, or the service's list of deployments. */
export function deploymentLink(deployment: Deployment | undefined): string | undefined {
  if (deployment === undefined) return undefined;
  const host = consoleHost(deployment.serviceDeploymentArn ?? deployment.taskDefinition);
  if (host === undefined) return undefined;
  const { origin, region } = host;
  const { service, deploymentId, codeDeploy } = deployment;
  const [cluster, name, id] = [service.cluster, service.service, deploymentId].map(encodeURIComponent);
  return codeDeploy === undefined
    ? `${origin}/ecs/v2/clusters/${cluster}/services/${name}/deployments?region=${region}`
    : `${origin}/codesuite/codedeploy/deployments/${id}?region=${region}`;
}
