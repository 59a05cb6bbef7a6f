import { createHash } from 'node:crypto';

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/*
 * Ids that nobody chooses, made from what they are for: the same parts give the same id. For services beside ECS, which draw nothing from
 * the world's random numbers, so that a history of ECS does not depend on whether secrets or roles were made before it.
 */

export function derivedUuid(...parts: readonly unknown[]): string {
  const hex = digestOf(parts).toString('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** At most 32 characters. */
export function derivedAlphanumeric(length: number, ...parts: readonly unknown[]): string {
  const bytes = [...digestOf(parts).subarray(0, length)];
  return bytes.map((byte) => alphanumeric.charAt(byte % alphanumeric.length)).join('');
}

/** At most 64 characters. */
export function derivedHex(length: number, ...parts: readonly unknown[]): string {
  return digestOf(parts).toString('hex').slice(0, length);
}

function digestOf(parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
