import type { Source } from './provenance.ts';
import type { ResolvedService, ServiceOverrides } from './resolved-service.ts';

/** A service with what flags say in the place of what the file says. */
export function overrideService(service: ResolvedService, overrides: ServiceOverrides): ResolvedService {
  const provenance = new Map<string, Source>(service.provenance);
  const values: Record<string, unknown> = {};
  for (const [member, override] of Object.entries(overrides) as [keyof ServiceOverrides, Override][]) {
    if (override === undefined) continue;
    values[member] = override.value;
    provenance.set(provenanceNames[member], override.source);
  }
  return { ...service, ...values, provenance };
}

type Override = ServiceOverrides[keyof ServiceOverrides];

// Members are named as the file names them, also where the value comes from a flag.
const provenanceNames: Record<keyof ServiceOverrides, string> = {
  cluster: 'cluster',
  region: 'region',
  account: 'account',
  taskDefinitionFile: 'taskDefinition',
  containers: 'containers',
  timeoutMilliseconds: 'timeout',
};
