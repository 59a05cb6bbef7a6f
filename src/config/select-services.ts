import { closestNames } from '../model/closest-name.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ResolvedConfig, ResolvedService } from './resolved-service.ts';

/** Several services and none was named: releasing all of them must be asked for. */
class ServiceRequired extends EcsdeployError {
  constructor(names: readonly string[]) {
    super({
      code: 'usage.service_required',
      message: `there are the services ${names.join(', ')}, and none was named`,
      suggestions: [`Name it, such as ${names[0] ?? '<service>'}; deploy takes several, or --all.`],
      details: { services: names },
    });
  }
}

class UnknownService extends EcsdeployError {
  constructor(wanted: string, names: readonly string[], where: string) {
    const close = closestNames(wanted, names);
    super({
      code: 'config.unknown_service',
      message: `${where} has no service ${JSON.stringify(wanted)}, it has ${names.join(', ')}`,
      suggestions: close.length > 0 ? [`Did you mean ${close.join(' or ')}?`] : [],
      details: { service: wanted, services: names },
    });
  }
}

class NoServices extends EcsdeployError {
  constructor(where: string) {
    super({
      code: 'config.no_services',
      message: `${where} has no services`,
      suggestions: ['Add one under "services", or name it with --cluster and --service.'],
    });
  }
}

/** The services that are meant by the names on the command line; without names, the only one. */
export function selectServices(
  resolved: ResolvedConfig,
  wanted: readonly string[],
): readonly ResolvedService[] {
  const { services, environment } = resolved;
  const names = services.map(({ name }) => name);
  const where = environment === undefined ? 'the configuration' : `the environment ${environment}`;
  if (names.length === 0) throw new NoServices(where);
  if (wanted.length === 0 && names.length > 1) throw new ServiceRequired(names);
  if (wanted.length === 0) return services;

  return [...new Set(wanted)].map((name) => {
    const service = services.find((one) => one.name === name);
    if (service === undefined) throw new UnknownService(name, names, where);
    return service;
  });
}
