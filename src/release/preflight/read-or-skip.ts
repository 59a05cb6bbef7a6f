import { CredentialsFailed, PermissionDenied } from '../../aws/errors.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { SkipReason } from '../../model/preflight.ts';

export type ReadOrSkip<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'skipped'; readonly because: SkipReason };

/**
 * What a read gives, or why it could not be made: no check fails for want of a permission.
 * @throws CredentialsFailed, since nothing else can be read either
 */
export async function readOrSkip<Value>(read: () => Promise<Value>): Promise<ReadOrSkip<Value>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    if (!(error instanceof EcsdeployError) || error instanceof CredentialsFailed) throw error;
    return { kind: 'skipped', because: whyNot(error) };
  }
}

/**
 * AWS names the action in its refusal; where it does not, it is the one that was called, but for one sentence: whoever lacks the key of a
 * secret reads "Access to KMS is not allowed" as the answer to GetSecretValue.
 */
export function whyNot(error: EcsdeployError): SkipReason {
  if (!(error instanceof PermissionDenied)) return { kind: 'unreadable', error: error.message };
  const { action, operation, resource } = error.details;
  const lacksKey = /access to kms is not allowed/i.test(error.message);
  return {
    kind: 'permission',
    action: textOf(action) ?? (lacksKey ? 'kms:Decrypt' : textOf(operation)) ?? '',
    resource: textOf(resource),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
