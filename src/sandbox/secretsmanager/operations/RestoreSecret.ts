import type { RestoreSecretCommandInput, RestoreSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { Operation, Output } from '../../operation.ts';
import { findSecret } from '../find.ts';

/** Takes a mark for deletion back. A secret without one stays as it is. */
export const RestoreSecret: Operation<RestoreSecretCommandInput, Output<RestoreSecretCommandOutput>> = (
  world,
  input,
) => {
  const secret = findSecret(world, input.SecretId ?? '');
  secret.deletion = undefined;
  return { ARN: secret.arn, Name: secret.name };
};
