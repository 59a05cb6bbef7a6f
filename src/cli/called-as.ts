import type { ResolvedService } from '../config/resolved-service.ts';
import { serviceName } from '../model/service-ref.ts';

/** How printed commands name a service, by `cluster/service`: `web --environment production`; undefined for one that no file told of. */
export type CalledAs = (subject: string) => string | undefined;

interface Typed {
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  readonly cluster?: string | undefined;
}

/**
 * The names of services in the configuration file, with the flags that lead to them. Whoever comes back to a release needs that file: its
 * gates stand there. Pure.
 */
export function calledAs(services: readonly ResolvedService[], typed: Typed): CalledAs {
  const flags = (['environment', 'config', 'cluster'] as const).flatMap((name) =>
    typed[name] === undefined ? [] : [`--${name}`, quoted(typed[name])],
  );
  const names = new Map(
    services
      .filter(isOfFile)
      .map((service) => [serviceName(service), [quoted(service.name), ...flags].join(' ')]),
  );
  return (subject) => names.get(subject);
}

function isOfFile({ provenance }: ResolvedService): boolean {
  return [...provenance.values()].some(({ kind }) => kind === 'file');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
