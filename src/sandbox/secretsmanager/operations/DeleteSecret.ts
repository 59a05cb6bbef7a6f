import type { DeleteSecretCommandInput, DeleteSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { Operation, Output } from '../../operation.ts';
import { isServiceError } from '../../service-error.ts';
import type { World } from '../../world.ts';
import { findSecret } from '../find.ts';
import { invalidParameter, markedForDeletion } from '../refusals.ts';
import type { SecretRecord } from '../state.ts';

const day = 24 * 60 * 60_000;
const defaultWindow = 30;

/** Marks a secret for deletion: it goes after the recovery window, and until then only `DescribeSecret` and `RestoreSecret` know it. */
export const DeleteSecret: Operation<DeleteSecretCommandInput, Output<DeleteSecretCommandOutput>> = (
  world,
  input,
) => {
  const { SecretId: id = '', RecoveryWindowInDays: window, ForceDeleteWithoutRecovery: force } = input;
  if (force === true && window !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (window !== undefined && (window < 7 || window > 30)) {
    throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
  }
  if (force === true) return forceDelete(world, id);
  const secret = findSecret(world, id);
  if (secret.deletion !== undefined) throw markedForDeletion();
  const markedAt = world.timeline.now();
  secret.deletion = { markedAt, goesAt: markedAt + (window ?? defaultWindow) * day };
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletion.goesAt) };
};

/** "If you forcibly delete an already deleted or nonexistent secret, the operation does not return ResourceNotFoundException": API_DeleteSecret. */
function forceDelete(world: World, id: string): Output<DeleteSecretCommandOutput> {
  const secret = find(world, id);
  const DeletionDate = new Date(world.timeline.now());
  if (secret === undefined) return { Name: id, DeletionDate };
  world.secretsManager.secrets.delete(secret.name);
  return { ARN: secret.arn, Name: secret.name, DeletionDate };
}

function find(world: World, id: string): SecretRecord | undefined {
  try {
    return findSecret(world, id);
  } catch (error) {
    if (isServiceError(error)) return undefined;
    throw error;
  }
}
