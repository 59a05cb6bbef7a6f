import type { ResolvedService } from '../config/resolved-service.ts';
import type { PolicyCommand } from '../model/iam-policy.ts';
import type { PolicyOrder } from '../release/iam-policy/least-policy.ts';
import { codeDeploySettings } from './codedeploy-settings.ts';
import { taskDefinitionSource } from './context.ts';

/** What the configuration says of a service, as far as permissions depend on it. */
export async function policyOrder(
  service: ResolvedService,
  commands: readonly PolicyCommand[] | undefined,
): Promise<PolicyOrder> {
  return {
    service: { cluster: service.cluster, service: service.service },
    account: service.account,
    region: service.region,
    base: await taskDefinitionSource(service, undefined),
    // Whoever builds nothing here need not know what the build needs: the repository is enough.
    builds: service.image?.repository,
    settings: service.deployment,
    codeDeploy: await codeDeploySettings(service),
    gates: service.gates,
    suspendsScaling: service.suspendScaling ?? false,
    commands,
  };
}
