import { describe, expect, it } from '@jest/globals';
import { backOff } from '../../../src/aws/call.ts';
import { parseDenial } from '../../../src/aws/errors.ts';
import { failureOf } from '../../../src/aws/failure.ts';
import { childDigests } from '../../../src/aws/registry-images.ts';

const thrown = (name: string, more: object = {}) =>
  Object.assign(new Error(`${name} happened`), { name, ...more });

describe('failureOf', () => {
  it.each([
    [thrown('ThrottlingException', { $fault: 'client' }), 'throttled'],
    [thrown('Weird', { $metadata: { httpStatusCode: 429 } }), 'throttled'],
    [thrown('ServerException', { $fault: 'server' }), 'server-fault'],
    [thrown('Unknown', { $metadata: { httpStatusCode: 503 } }), 'server-fault'],
    [thrown('TimeoutError'), 'no-answer'],
    [thrown('Error', { code: 'ECONNRESET' }), 'no-answer'],
    [thrown('Error', { code: 'ECONNREFUSED' }), 'unreachable'],
    [thrown('ExpiredTokenException', { $fault: 'client' }), 'credentials-expired'],
    [thrown('CredentialsProviderError'), 'credentials-missing'],
    [thrown('AccessDeniedException', { $fault: 'client' }), 'denied'],
    [thrown('ClientException', { $fault: 'client' }), 'rejected'],
    // A real limit of ECS, which standard retry modes would repeat.
    [thrown('LimitExceededException', { $fault: 'client' }), 'rejected'],
  ])('sorts %s as %s', (error, kind) => {
    expect(failureOf(error)?.kind).toBe(kind);
  });

  it('takes what is no answer of AWS for a bug', () => {
    expect(failureOf(new TypeError('x is not a function'))).toBeUndefined();
    expect(failureOf('text')).toBeUndefined();
  });

  it('looks into the cause', () => {
    const error = new Error('wrapped', { cause: thrown('Error', { code: 'ENOTFOUND' }) });

    expect(failureOf(error)?.kind).toBe('unreachable');
  });
});

describe('parseDenial', () => {
  it('finds principal, action and resource', () => {
    const text =
      'User: arn:aws:iam::123456789012:role/ci is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/task because no identity-based policy allows the iam:PassRole action';

    expect(parseDenial(text)).toEqual({
      principal: 'arn:aws:iam::123456789012:role/ci',
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::123456789012:role/task',
    });
  });
});

describe('backOff', () => {
  it('grows from half a second to twenty, with jitter', () => {
    expect(backOff(1, 0)).toBe(250);
    expect(backOff(1, 1)).toBe(500);
    expect(backOff(4, 1)).toBe(4_000);
    expect(backOff(12, 1)).toBe(20_000);
  });
});

describe('childDigests', () => {
  it('lists the children of an index, and none of a single image or of nonsense', () => {
    expect(childDigests('{"manifests":[{"digest":"sha256:a"},{"digest":"sha256:b"},{}]}')).toEqual([
      'sha256:a',
      'sha256:b',
    ]);
    expect(childDigests('{"layers":[]}')).toEqual([]);
    expect(childDigests('not json')).toEqual([]);
  });
});
