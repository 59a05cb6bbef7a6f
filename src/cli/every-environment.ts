import { environmentNames } from '../config/choose-environment.ts';
import { resolveEnvironment } from '../config/resolve-environment.ts';
import type { ResolvedService } from '../config/resolved-service.ts';
import { selectServices } from '../config/select-services.ts';
import { EcsdeployError } from '../model/error.ts';
import { loadFile, overridesOf, type ServiceChoice } from './context.ts';

/** A service in one environment, or why that cannot be told. */
export type ServiceSomewhere =
  | { readonly environment?: string | undefined; readonly service: ResolvedService }
  | { readonly environment?: string | undefined; readonly error: EcsdeployError };

/**
 * A service in every environment of the configuration file that has it, in the order of the file. Without environments: the file's own.
 * @throws what loading throws, and UnknownService or ServiceRequired where no environment has it
 */
export async function serviceEverywhere(choice: ServiceChoice): Promise<readonly ServiceSomewhere[]> {
  const file = await loadFile(choice);
  const names = environmentNames(file);
  const wanted = choice.name ?? choice.service;
  const found: ServiceSomewhere[] = [];
  const withoutIt: EcsdeployError[] = [];
  for (const environment of names.length === 0 ? [undefined] : names) {
    try {
      const resolved = resolveEnvironment(file, environment, overridesOf(choice));
      const [service] = selectServices(resolved, wanted === undefined ? [] : [keyOf(resolved, wanted)]);
      if (service !== undefined) found.push({ environment, service });
    } catch (error) {
      if (!(error instanceof EcsdeployError)) throw error;
      if (hasNotIt(error)) withoutIt.push(error);
      else found.push({ environment, error });
    }
  }
  const [first] = withoutIt;
  if (found.length === 0 && first !== undefined) throw first;
  return found;
}

function keyOf({ services }: { readonly services: readonly ResolvedService[] }, wanted: string): string {
  return services.find(({ name, service }) => name === wanted || service === wanted)?.name ?? wanted;
}

function hasNotIt({ code }: EcsdeployError): boolean {
  return (
    code === 'config.unknown_service' || code === 'config.no_services' || code === 'usage.service_required'
  );
}
