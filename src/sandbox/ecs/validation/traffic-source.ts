import type { DeploymentStrategy } from '@aws-sdk/client-ecs';
import type { Workload } from '../records/service-revision.ts';
import { invalidParameter } from '../refusals.ts';

/** LINEAR and CANARY need something that divides requests; BLUE_GREEN works without, both revisions just run then. The text is the sandbox's own. */
export function checkTrafficSource(
  { loadBalancers, serviceConnectConfiguration }: Workload,
  strategy: DeploymentStrategy | undefined,
): void {
  if (strategy !== 'LINEAR' && strategy !== 'CANARY') return;
  if (loadBalancers.length > 0 || serviceConnectConfiguration?.enabled === true) return;
  throw invalidParameter(
    `The deployment strategy ${strategy} requires an Application Load Balancer, a Network Load Balancer or Service Connect`,
  );
}
