import { formatDuration } from '../model/duration.ts';
import { formatSource } from './provenance.ts';
import type { ResolvedService } from './resolved-service.ts';

/** One value of a service with the place that it comes from. */
export interface SourcedMember {
  /** As the file spells it: `deployment.circuitBreaker.rollback`. */
  readonly member: string;
  readonly value: unknown;
  readonly source: string;
}

/** Every value that the configuration gives a service, by name. */
export function sourcedMembers(service: ResolvedService): SourcedMember[] {
  return [...service.provenance]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([member, source]) => ({
      member,
      value: valueOf(service, member),
      source: formatSource(source),
    }));
}

function valueOf(service: ResolvedService, member: string): unknown {
  if (member === 'taskDefinition') return service.taskDefinitionFile;
  if (member === 'timeout')
    return service.timeoutMilliseconds === undefined
      ? undefined
      : formatDuration(service.timeoutMilliseconds);
  return member.split('.').reduce<unknown>((at, part) => (isMap(at) ? at[part] : undefined), service);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
