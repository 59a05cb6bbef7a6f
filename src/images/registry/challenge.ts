/** What a registry wants to see, as `WWW-Authenticate` says it. */
export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      readonly realm: string;
      readonly service?: string | undefined;
      readonly scope?: string | undefined;
    };

/**
 * Reads `Bearer realm="https://…",service="…",scope="repository:…:pull"` or `Basic realm="…"`.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*(\w+)\s*(.*)$/s.exec(header ?? '') ?? [];
  if (/^basic$/i.test(scheme)) return { kind: 'basic' };
  if (!/^bearer$/i.test(scheme)) return undefined;
  const parameters = new Map(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  );
  const realm = parameters.get('realm');
  if (realm === undefined || !/^https?:\/\//.test(realm)) return undefined;
  return { kind: 'bearer', realm, service: parameters.get('service'), scope: parameters.get('scope') };
}

/** Where a token for the challenge is had. */
export function tokenUrl({ realm, service, scope }: Extract<Challenge, { kind: 'bearer' }>): string {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  return url.href;
}
