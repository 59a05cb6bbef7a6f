import { nameFromArn } from '../model/service-ref.ts';
import { overrideService } from './override-service.ts';
import type { Source, Sourced } from './provenance.ts';
import type { ResolvedService, ServiceOverrides } from './resolved-service.ts';

/** What a service needs when there is no file: its names. */
export interface ServiceFlags extends ServiceOverrides {
  readonly cluster: Sourced<string>;
  readonly service: Sourced<string>;
}

/** A service that only flags describe: everything works without a configuration file. */
export function serviceFromFlags({ service, ...overrides }: ServiceFlags): ResolvedService {
  const name = nameFromArn(service.value);
  const provenance = new Map<string, Source>([['service', service.source]]);
  const cluster = nameFromArn(overrides.cluster.value);
  return overrideService(
    {
      name,
      service: name,
      cluster,
      after: [],
      deployment: {},
      gates: [],
      watchForMilliseconds: 0,
      provenance,
    },
    { ...overrides, cluster: { ...overrides.cluster, value: cluster } },
  );
}
