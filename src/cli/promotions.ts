import { repositoryOf } from '../config/image-of.ts';
import type { ConfigFile } from '../config/config-file.ts';
import { resolveEnvironment } from '../config/resolve-environment.ts';
import type { ResolvedConfig, ResolvedService } from '../config/resolved-service.ts';
import { selectServices } from '../config/select-services.ts';
import { EcsdeployError } from '../model/error.ts';
import { serviceName } from '../model/service-ref.ts';
import type { PromotionRequest } from '../release/promote/promotion-request.ts';
import { loadFile } from './context.ts';
import { refuseOtherWays } from './promotion-flags.ts';
import { whatIsThere } from './what-to-release.ts';

type PromotionFlags = Parameters<typeof refuseOtherWays>[0] &
  Parameters<typeof whatIsThere>[0] & {
    readonly from?: string | undefined;
    readonly 'from-profile'?: string | undefined;
    readonly config?: string | undefined;
    readonly environment?: string | undefined;
  };

class FromItself extends EcsdeployError {
  constructor(message: string, suggestion: string) {
    super({ code: 'usage.from_itself', message, suggestions: [suggestion] });
  }
}

/** Of each service, where it is released from; nowhere without `--from`. */
export type PromotionOf = (service: ResolvedService) => PromotionRequest | undefined;

/** @throws what loading the file throws, FromAndAnother, FromItself, UnknownEnvironment and, later, UnknownService */
export async function promotionsOf(flags: PromotionFlags): Promise<PromotionOf> {
  const { from } = flags;
  if (from === undefined) return () => undefined;
  refuseOtherWays(flags);
  if (from === flags.environment) {
    throw new FromItself(
      `--from and --environment both name ${from}`,
      'Name two environments: --from says where the image comes from, --environment where it goes to.',
    );
  }
  const file: ConfigFile = await loadFile({ config: flags.config });
  const source = resolveEnvironment(file, from);
  return (service) => promotionOf(service, source, from, flags);
}

function promotionOf(
  service: ResolvedService,
  source: ResolvedConfig,
  environment: string,
  flags: PromotionFlags,
): PromotionRequest | undefined {
  const [there] = selectServices(source, [service.name]);
  if (there === undefined) return undefined;
  const profile = flags['from-profile'];
  if (profile === undefined && isSame(service, there)) {
    throw new FromItself(
      `${environment} and ${flags.environment ?? 'the flags'} name the same service ${serviceName(there)}`,
      'Give one of them its own cluster, service, region or account in ecsdeploy.yml.',
    );
  }
  return {
    environment,
    into: flags.environment,
    service: { cluster: there.cluster, service: there.service },
    region: there.region,
    profile,
    account: there.account,
    codeDeploy: there.codeDeploy,
    containers: there.containers,
    gates: { gates: there.gates, watchForMilliseconds: there.watchForMilliseconds },
    repository: repositoryOf(service),
    commit: flags.commit,
    aboutCommit: async (commit) => await whatIsThere({ ...flags, commit }),
  };
}

function isSame(one: ResolvedService, other: ResolvedService): boolean {
  return (['cluster', 'service', 'region', 'account'] as const).every(
    (member) => one[member] === other[member],
  );
}
