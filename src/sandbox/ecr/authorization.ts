import { createHmac, timingSafeEqual } from 'node:crypto';
import type { World } from '../world.ts';

/** A login of the registry. `expiresAt` is sandbox time, milliseconds since the epoch. */
export interface RegistryToken {
  readonly username: 'AWS';
  readonly password: string;
  readonly expiresAt: number;
}

export type TokenCheck =
  | { readonly kind: 'valid'; readonly region: string; readonly accessKeyId?: string | undefined }
  | { readonly kind: 'expired' }
  /** Not one of this sandbox, or tampered with. */
  | { readonly kind: 'invalid' };

const twelveHours = 12 * 60 * 60 * 1000;

/** Whom a token is for, and how long it is good, in milliseconds. */
export interface TokenOrder {
  readonly accessKeyId?: string | undefined;
  readonly lifetime?: number | undefined;
}

/**
 * A token of GetAuthorizationToken. It names its owner, whose permissions it carries, and the region whose registry it opens, because one address serves all of them, and is the
 * same for the same moment, so that looking changes no history.
 */
export function issueToken(
  world: World,
  { accessKeyId, lifetime = twelveHours }: TokenOrder = {},
): RegistryToken {
  const expiresAt = world.timeline.now() + lifetime;
  const grant = { region: world.region, expiresAt, ...(accessKeyId !== undefined && { accessKeyId }) };
  const seal = sealOf(grant, world.ecr.site.tokenKey);
  const password = Buffer.from(JSON.stringify({ ...grant, seal })).toString('base64');
  return { username: 'AWS', password, expiresAt };
}

/** Whether a password is a token that was sealed with this key, and good at this moment. */
export function checkToken(password: string, key: string, now: number): TokenCheck {
  const claim = readClaim(password);
  if (claim === undefined) return { kind: 'invalid' };
  const expected = Buffer.from(sealOf(claim, key));
  const given = Buffer.from(claim.seal);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { kind: 'invalid' };
  if (claim.expiresAt <= now) return { kind: 'expired' };
  return { kind: 'valid', region: claim.region, accessKeyId: claim.accessKeyId };
}

interface Grant {
  readonly region: string;
  readonly expiresAt: number;
  readonly accessKeyId?: string | undefined;
}

function sealOf({ region, expiresAt, accessKeyId = '' }: Grant, key: string): string {
  return createHmac('sha256', key).update(`${region} ${expiresAt} ${accessKeyId}`).digest('hex');
}

function readClaim(password: string): (Grant & { readonly seal: string }) | undefined {
  let claim: unknown;
  try {
    claim = JSON.parse(Buffer.from(password, 'base64').toString());
  } catch {
    return undefined;
  }
  if (typeof claim !== 'object' || claim === null) return undefined;
  const { region, expiresAt, accessKeyId, seal } = claim as Readonly<Record<string, unknown>>;
  if (typeof region !== 'string' || typeof expiresAt !== 'number' || typeof seal !== 'string') {
    return undefined;
  }
  return { region, expiresAt, seal, ...(typeof accessKeyId === 'string' && { accessKeyId }) };
}
