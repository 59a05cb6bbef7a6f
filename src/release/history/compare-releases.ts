import type { ServiceDeploymentState, ServiceRevisionState } from '../../aws/service-deployments.ts';
import type { Difference } from '../../model/release-plan.ts';
import { compareValues } from '../../task-definitions/compare.ts';

/** What AWS holds of the service as it was under a release. */
export interface ServiceThen {
  readonly deployment: ServiceDeploymentState | undefined;
  readonly revision: ServiceRevisionState | undefined;
}

/** What of the service differs between two releases, as far as both are remembered; undefined where neither half of it is. Pure. */
export function compareServices(before: ServiceThen, after: ServiceThen): Difference[] | undefined {
  const configured = [before, after].map(({ deployment }) => deployment?.deploymentConfiguration);
  const settings = [before, after].map(({ revision }) => revision?.settings);
  if (!areKnown(configured) && !areKnown(settings)) return undefined;
  return [
    ...(areKnown(settings) ? compareValues(settings[0], settings[1]) : []),
    ...(areKnown(configured)
      ? compareValues({ deploymentConfiguration: configured[0] }, { deploymentConfiguration: configured[1] })
      : []),
  ].map(withoutHookDetails);
}

function areKnown(pair: readonly unknown[]): boolean {
  return pair.every((one) => one !== undefined);
}

/** What a function is told may be secret. */
function withoutHookDetails(difference: Difference): Difference {
  const { path, kind } = difference;
  return /\blifecycleHooks\b.*\bhookDetails\b/.test(path) ? { path, kind, masked: true } : difference;
}
