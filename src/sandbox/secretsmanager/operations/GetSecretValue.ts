import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import type { Operation, Output } from '../../operation.ts';
import { findLiveSecret, findVersion } from '../find.ts';

export const GetSecretValue: Operation<GetSecretValueCommandInput, Output<GetSecretValueCommandOutput>> = (
  world,
  input,
) => {
  const secret = findLiveSecret(world, input.SecretId ?? '');
  const version = findVersion(secret, input);
  secret.lastAccessedAt = world.timeline.now();
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    SecretString: version.text,
    SecretBinary: version.bytes,
    VersionStages: [...version.stages],
    CreatedDate: new Date(version.createdAt),
  };
};
