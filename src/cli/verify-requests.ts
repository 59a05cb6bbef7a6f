import type { ResolvedService } from '../config/resolved-service.ts';
import type { VerifyRequest } from '../release/preflight/verify-service.ts';
import { codeDeploySettings } from './codedeploy-settings.ts';
import { taskDefinitionSource, timeoutOf } from './context.ts';
import { imagesFor, refuseStrangers, type ImageChoice } from './image-flag.ts';
import { rollbackPolicyOf } from './rollback-policy.ts';

export interface VerifyFlags {
  readonly image?: readonly ImageChoice[] | undefined;
  readonly 'task-definition'?: string | undefined;
  readonly rollback?: boolean | undefined;
}

/** What each of the services is verified with: as `deploy` would release it. */
export async function verifyRequests(
  services: readonly ResolvedService[],
  flags: VerifyFlags,
): Promise<VerifyRequest[]> {
  refuseStrangers(
    flags.image ?? [],
    services.map(({ name }) => name),
  );
  return await Promise.all(services.map(async (service) => await verifyRequest(service, flags)));
}

async function verifyRequest(service: ResolvedService, flags: VerifyFlags): Promise<VerifyRequest> {
  const base = await taskDefinitionSource(service, flags['task-definition']);
  return {
    service: { cluster: service.cluster, service: service.service },
    account: service.account,
    base,
    images: imagesFor(service.name, flags.image ?? []),
    containers: service.containers,
    // Whoever builds nothing here need not know what the build needs: the repository is enough.
    builds: base.kind === 'revision' ? undefined : service.image?.repository,
    settings: service.deployment,
    codeDeploy: await codeDeploySettings(service),
    gates: service.gates,
    rollback: rollbackPolicyOf({ 'ask-rollback': false }, service.rollback),
    timeoutMilliseconds: timeoutOf(service),
    goesBack: flags.rollback,
  };
}
