import type { ResolvedService } from '../config/resolved-service.ts';
import { serviceName } from '../model/service-ref.ts';
import type { DeployRequest } from '../release/requests.ts';
import type { Member } from '../release/several/deploy-several.ts';
import type { ContextOf } from './wire.ts';

/** The services of a run with what each is released with; of the order between them, what concerns this run. */
export function runMembers(
  services: readonly ResolvedService[],
  requests: readonly DeployRequest[],
  contextOf: ContextOf,
): Member[] {
  const names = new Set(services.map(({ name }) => name));
  return services.flatMap(({ name, after, region }, index): Member[] => {
    const request = requests[index];
    if (request === undefined) return [];
    const context = contextOf(serviceName(request.service), region);
    const { build } = request;
    return [
      {
        name,
        after: after.filter((one) => names.has(one)),
        request,
        context,
        imageContext: build === undefined ? context : contextOf(build.settings.repository, region),
      },
    ];
  });
}
