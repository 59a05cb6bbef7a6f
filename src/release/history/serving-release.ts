import type { ServiceState } from '../../aws/service-state.ts';
import { deploymentDigits } from '../../controllers/ecs/service-deployment-arn.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { BareRelease } from './bare-release.ts';

/**
 * The release that is PRIMARY now: the one that has made the PRIMARY deployment or task set. Where it is forgotten, or the task set was
 * made by a deployment that only took another one back: the last one that succeeded with the same revision. Pure.
 * @param releases newest first
 */
export function servingRelease(
  { deployments, taskDefinition }: Pick<ServiceState, 'deployments' | 'taskDefinition'>,
  releases: readonly BareRelease[],
): BareRelease | undefined {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const name = revisionName(primary?.taskDefinition ?? taskDefinition);
  const digits = deploymentDigits(primary?.id ?? '');
  return (
    releases.find(
      ({ id, serviceRevisionArn }) =>
        (serviceRevisionArn !== undefined &&
          digits !== '' &&
          deploymentDigits(serviceRevisionArn) === digits) ||
        id === primary?.externalId,
    ) ??
    releases.find((one) => one.outcome === 'succeeded' && revisionName(one.taskDefinition ?? '') === name)
  );
}
