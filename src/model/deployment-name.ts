import type { Deployment } from './deployment.ts';
import { nameFromArn } from './service-ref.ts';

/**
 * What a printed command calls a deployment: the last part of its service deployment's ARN, or `ecs-svc/…` where AWS shows none yet, or where the
 * last part would be read as a flag. Never the whole ARN: where the account id is masked, a command with it cannot be pasted. Pure.
 */
export function deploymentName({
  serviceDeploymentArn = '',
  deploymentId,
}: Pick<Deployment, 'serviceDeploymentArn' | 'deploymentId'>): string {
  const name = nameFromArn(serviceDeploymentArn);
  return name === '' || name.startsWith('-') ? deploymentId : name;
}
