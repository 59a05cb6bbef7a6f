import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A secret that exists. */
export interface SecretState {
  readonly arn: string;
  /** Nobody can read it any more, unless it is restored. */
  readonly isMarkedForDeletion: boolean;
}

/** One version of a secret, as a task definition names it. */
export interface SecretVersionId {
  /** ARN or name. */
  readonly id: string;
  /** Absent: AWSCURRENT. */
  readonly stage?: string | undefined;
  readonly version?: string | undefined;
}

/**
 * A secret by its ARN or name, without its value; undefined where there is none.
 * @param region absent: the one of everything else
 * @throws what `call` throws: the caller decides that secrets are optional
 */
export async function findSecret(aws: Aws, id: string, region?: string): Promise<SecretState | undefined> {
  return await unlessUnknown(['ResourceNotFoundException'], async () => {
    const output = await call(
      aws,
      { operation: 'secretsmanager:DescribeSecret', repeat: 'freely', attempts: 2 },
      () => aws.clients.secretsManager(region),
      (secrets, send) => secrets.describeSecret({ SecretId: id }, send),
    );
    return { arn: output.ARN ?? id, isMarkedForDeletion: output.DeletedDate !== undefined };
  });
}

/**
 * Which of these keys the JSON object that a secret holds lacks; `not-json` where it holds something else; undefined where there is
 * no such version. The value itself does not leave this function.
 * @throws what `call` throws, without the value
 */
export async function missingSecretKeys(
  aws: Aws,
  { id, stage, version }: SecretVersionId,
  keys: readonly string[],
  region?: string,
): Promise<readonly string[] | 'not-json' | undefined> {
  return await unlessUnknown(['ResourceNotFoundException'], async () => {
    const { SecretString } = await call(
      aws,
      { operation: 'secretsmanager:GetSecretValue', repeat: 'freely', attempts: 2 },
      () => aws.clients.secretsManager(region),
      (secrets, send) =>
        secrets.getSecretValue(
          {
            SecretId: id,
            ...(stage === undefined ? {} : { VersionStage: stage }),
            ...(version === undefined ? {} : { VersionId: version }),
          },
          send,
        ),
    );
    return keysMissingIn(SecretString, keys);
  });
}

function keysMissingIn(value: string | undefined, keys: readonly string[]): readonly string[] | 'not-json' {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value ?? '');
  } catch {
    // The error of JSON.parse quotes what it could not parse.
    return 'not-json';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return 'not-json';
  const has = parsed;
  return keys.filter((key) => !Object.hasOwn(has, key));
}
