import { describe, expect, it } from '@jest/globals';
import { PermissionDenied } from '../../../../src/aws/errors.ts';
import { readOrSkip } from '../../../../src/release/preflight/read-or-skip.ts';

const skippedFor = async (message: string) => {
  const failure = { kind: 'denied', code: 'AccessDeniedException', message } as const;
  const error = new PermissionDenied('secretsmanager:GetSecretValue', failure, undefined);
  return await readOrSkip(() => Promise.reject(error));
};

describe('a refused read', () => {
  it.each([
    ['User: arn:x is not authorized to perform: ssm:GetParameters on resource: y', 'ssm:GetParameters'],
    ['Access denied', 'secretsmanager:GetSecretValue'],
    ['Access to KMS is not allowed', 'kms:Decrypt'],
  ])('%s: needs %s', async (message, action) => {
    expect(await skippedFor(message)).toMatchObject({ because: { kind: 'permission', action } });
  });
});
