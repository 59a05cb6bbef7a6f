import { AwsRejected, PermissionDenied } from '../aws/errors.ts';
import type { ServiceState } from '../aws/service-state.ts';
import { describeTargetHealth } from '../aws/target-health.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * Addresses of tasks that a load balancer of the service calls unhealthy right now. ECS judges by that too, but tells it of no
 * task: one that turns bad after the verdict shows here first. Who may not ask is told so, and goes by ECS alone.
 * @throws AwsUnavailable, CredentialsFailed: what could not be measured is not good either
 */
export async function failingTargets(
  { aws, report }: ReleaseContext,
  { loadBalancers }: ServiceState,
): Promise<ReadonlySet<string>> {
  const failing = new Set<string>();
  for (const { targetGroupArn } of loadBalancers) {
    if (targetGroupArn === undefined) continue;
    try {
      for (const { id, state } of await describeTargetHealth(aws, targetGroupArn)) {
        if (state === 'unhealthy') failing.add(id);
      }
    } catch (error) {
      if (!(error instanceof PermissionDenied || error instanceof AwsRejected)) throw error;
      report({
        type: 'warning',
        warning: { kind: 'evidence-missing', what: 'target health', error: error.message },
      });
    }
  }
  return failing;
}
