import type { CreateSecretCommandInput, CreateSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { derivedAlphanumeric } from '../../engine/derived-ids.ts';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import type { World } from '../../world.ts';
import { secretsOf } from '../find.ts';
import { hasValue, putVersion } from '../put-version.ts';
import { invalidRequest } from '../refusals.ts';
import type { SecretRecord } from '../state.ts';

const allowedName = /^[A-Za-z0-9/_+=.@!-]{1,512}$/;

/** The same request again (`ClientRequestToken`) answers what the first one did. */
export const CreateSecret: Operation<CreateSecretCommandInput, Output<CreateSecretCommandOutput>> = (
  world,
  input,
) => {
  const { Name: name = '', ClientRequestToken: token } = input;
  if (!allowedName.test(name)) {
    throw new ServiceError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  }
  const known = secretsOf(world).find((secret) => secret.name === name);
  if (known?.deletion !== undefined) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (known !== undefined && !(token !== undefined && known.versions.has(token))) {
    throw new ServiceError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  }
  const withValue = hasValue(input);
  const now = world.timeline.now();
  const secret: SecretRecord = known ?? {
    name,
    arn: newArn(world, name),
    createdAt: now,
    description: input.Description,
    kmsKeyId: input.KmsKeyId,
    tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    changedAt: now,
    lastAccessedAt: undefined,
    deletion: undefined,
    versions: new Map(),
  };
  const version = withValue ? putVersion(world, secret, input, ['AWSCURRENT']) : undefined;
  world.secretsManager.secrets.set(name, secret);
  world.secretsManager.isUsed = true;
  return { ARN: secret.arn, Name: name, VersionId: version?.id };
};

function newArn({ region, account, secretsManager }: World, name: string): string {
  const suffix = derivedAlphanumeric(6, region, name, secretsManager.made++);
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
}
