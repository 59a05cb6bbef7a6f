import type { ResolvedService } from '../../config/resolved-service.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';

/** A deployment that GitHub is to show. */
export interface DeploymentOrder {
  readonly action: ReleaseResult['action'];
  /** GitHub's name of the environment. */
  readonly environment: string;
  readonly url?: string | undefined;
  /** Each `cluster/service`, at least one. */
  readonly services: readonly string[];
}

interface GitHubFlags {
  readonly environment?: string | undefined;
  readonly 'github-deployment'?: boolean | undefined;
  readonly 'environment-url'?: string | undefined;
}

/** The deployments that are asked for: one for each environment of GitHub, whatever number of services goes there. */
export function deploymentOrders(
  action: DeploymentOrder['action'],
  services: readonly ResolvedService[],
  flags: GitHubFlags,
): DeploymentOrder[] {
  const orders = new Map<string, DeploymentOrder>();
  for (const service of services) {
    const { github } = service;
    if (!(flags['github-deployment'] ?? github?.deployment ?? false)) continue;
    const name = serviceName(service);
    const environment = github?.environment ?? flags.environment ?? name;
    const before = orders.get(environment);
    orders.set(environment, {
      action,
      environment,
      url: before?.url ?? flags['environment-url'] ?? github?.url,
      services: [...(before?.services ?? []), name],
    });
  }
  return [...orders.values()];
}
