import { checkToken } from '../ecr/authorization.ts';
import type { Endpoint } from './endpoint.ts';
import { RegistryError } from './registry-error.ts';
import type { RegistryRequest } from './registry-request.ts';

export type Authentication =
  | { readonly kind: 'accepted'; readonly region: string; readonly accessKeyId?: string | undefined }
  /** Nothing that could be a login, or a wrong one. */
  | { readonly kind: 'unknown' };

/**
 * Who asks, by the token of GetAuthorizationToken: as Basic login of user AWS, or in the address that GetDownloadUrlForLayer gave.
 * @throws RegistryError DENIED where the token has expired
 */
export function authenticate(
  request: RegistryRequest,
  endpoint: Endpoint | undefined,
  { key, now }: { readonly key: string; readonly now: number },
): Authentication {
  const password = basicPassword(request.headers['authorization']) ?? addressed(request, endpoint);
  const check = password === undefined ? ({ kind: 'invalid' } as const) : checkToken(password, key, now);
  switch (check.kind) {
    case 'valid':
      return { kind: 'accepted', region: check.region, accessKeyId: check.accessKeyId };
    case 'invalid':
      return { kind: 'unknown' };
    case 'expired':
      throw new RegistryError(
        'DENIED',
        'Your authorization token has expired. Reauthenticate and try again.',
      );
  }
}

function basicPassword(header: string | undefined): string | undefined {
  const [, encoded] = /^Basic +(\S+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [, password] = /^AWS:(.+)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return password;
}

function addressed(request: RegistryRequest, endpoint: Endpoint | undefined): string | undefined {
  if (endpoint?.kind !== 'blob') return undefined;
  return request.query.get('token') ?? undefined;
}
