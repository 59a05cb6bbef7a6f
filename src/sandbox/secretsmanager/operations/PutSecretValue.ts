import type {
  PutSecretValueCommandInput,
  PutSecretValueCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import type { Operation, Output } from '../../operation.ts';
import { findLiveSecret } from '../find.ts';
import { hasValue, putVersion } from '../put-version.ts';
import { invalidRequest } from '../refusals.ts';

export const PutSecretValue: Operation<PutSecretValueCommandInput, Output<PutSecretValueCommandOutput>> = (
  world,
  input,
) => {
  const secret = findLiveSecret(world, input.SecretId ?? '');
  if (!hasValue(input)) throw invalidRequest('You must provide either SecretString or SecretBinary.');
  const version = putVersion(world, secret, input, input.VersionStages ?? ['AWSCURRENT']);
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: [...version.stages] };
};
