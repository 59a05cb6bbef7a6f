import type {
  DescribeSecretCommandInput,
  DescribeSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import type { Operation, Output } from '../../operation.ts';
import { secretView, versionStages } from '../describe-secret.ts';
import { findSecret } from '../find.ts';

/** Also of a secret that is marked for deletion: then with `DeletedDate`. */
export const DescribeSecret: Operation<DescribeSecretCommandInput, Output<DescribeSecretCommandOutput>> = (
  world,
  input,
) => {
  const secret = findSecret(world, input.SecretId ?? '');
  return { ...secretView(secret), VersionIdsToStages: versionStages(secret) };
};
