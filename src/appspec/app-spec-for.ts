import type { CodeDeploySettings } from '../model/codedeploy.ts';
import type { AppSpec } from './app-spec.ts';
import { generateAppSpec, type AwsvpcNetwork, type CapacityProviderItem } from './generate.ts';
import { patchAppSpec, targetOf, type ServedContainer } from './patch.ts';

/** What an AppSpec takes from the live service. */
export interface ServiceForAppSpec {
  readonly loadBalancers: readonly ServedContainer[];
  readonly platformVersion?: string | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderItem[] | undefined;
  readonly network?: AwsvpcNetwork | undefined;
}

/**
 * The AppSpec of a release: the given one with the revision put in, or one that restates the service.
 * @param taskDefinition ARN of the revision, or `taskDefinitionPlaceholder`
 * @throws NoTrafficTarget
 */
export function appSpecFor(
  service: ServiceForAppSpec,
  { appSpec, hooks }: Pick<CodeDeploySettings, 'appSpec' | 'hooks'>,
  taskDefinition: string,
): AppSpec {
  const { loadBalancers: served, platformVersion, capacityProviderStrategy, network } = service;
  // It was checked when it was read, and only then is it one.
  if (appSpec !== undefined) return patchAppSpec(appSpec as AppSpec, { taskDefinition, served, hooks });
  const target = targetOf(served);
  return generateAppSpec({
    taskDefinition,
    target,
    platformVersion,
    capacityProviderStrategy,
    network,
    hooks,
  });
}
