import type { Aws } from '../../aws/aws.ts';
import { listServiceDeployments } from '../../aws/service-deployments.ts';
import type { CallOptions } from '../../aws/call.ts';
import type { ServiceRef } from '../../model/service-ref.ts';

/** `1122334455667788990` of `ecs-svc/1122334455667788990` and of `…:service-revision/c/s/1122334455667788990`. */
export function deploymentDigits(idOrArn: string): string {
  return /(\d+)$/.exec(idOrArn)?.[1] ?? '';
}

/**
 * The ARN of the service deployment that brings the deployment in. ECS names a revision by the digits of its deployment,
 * so the target revision identifies it; `currentServiceDeployment` alone may already be somebody else's.
 */
export async function findServiceDeploymentArn(
  aws: Aws,
  service: ServiceRef,
  deploymentId: string,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<string | undefined> {
  const digits = deploymentDigits(deploymentId);
  // The newest page is enough: we look right after the start, or for the one that is current.
  const listed = await listServiceDeployments(aws, service, 20, options);
  return listed.find(({ targetRevisionArn }) => deploymentDigits(targetRevisionArn) === digits)?.arn;
}
