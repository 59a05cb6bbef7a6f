import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { textOf, type WireResponse } from '../../src/sandbox/wire.ts';
import { signedFor } from './wire-requests.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox({ startAt: Date.UTC(2026, 0, 15, 9, 30) });
});

const send = (
  method: string,
  path: string,
  {
    body = '',
    headers = {},
    query = '',
    region = 'us-east-1',
  }: { body?: string; headers?: Record<string, string>; query?: string; region?: string } = {},
): Promise<WireResponse> =>
  sandbox.handle({
    method,
    path,
    query: new URLSearchParams(query),
    headers: { ...headers, authorization: signedFor('s3', region) },
    body,
  });

describe('an object', () => {
  it('is read as it was put', async () => {
    await send('PUT', '/specs');
    const put = await send('PUT', '/specs/web/app%20spec.yaml', {
      body: 'version: 0.0',
      headers: { 'content-type': 'text/yaml', 'x-amz-meta-commit': 'abc' },
      query: 'x-id=PutObject',
    });
    expect(put.status).toBe(200);
    const got = await send('GET', '/specs/web/app%20spec.yaml');
    expect(textOf(got.body)).toBe('version: 0.0');
    expect(got.headers).toMatchObject({
      etag: put.headers['etag'],
      'content-type': 'text/yaml',
      'x-amz-meta-commit': 'abc',
      'last-modified': 'Thu, 15 Jan 2026 09:30:00 GMT',
    });
    expect((await send('HEAD', '/specs/web/app%20spec.yaml')).headers).toMatchObject({
      etag: put.headers['etag'],
    });
    expect(sandbox.control.calls.recent(1)).toMatchObject([
      { service: 's3', operation: 'HeadObject', input: { Bucket: 'specs', Key: 'web/app spec.yaml' } },
    ]);
  });

  it('is one of all regions', async () => {
    await send('PUT', '/specs', { region: 'eu-west-1' });
    expect((await send('PUT', '/specs/a', { body: 'x' })).status).toBe(200);
  });

  it('is not kept when its MD5 is wrong', async () => {
    await send('PUT', '/specs');
    const reply = await send('PUT', '/specs/a', { body: 'x', headers: { 'content-md5': 'nope' } });
    expect(textOf(reply.body)).toContain('<Code>BadDigest</Code>');
    expect((await send('GET', '/specs/a')).status).toBe(404);
  });
});

describe('S3', () => {
  it('says what is missing, and to HEAD only that', async () => {
    const noBucket = await send('GET', '/specs/a');
    expect(noBucket.status).toBe(404);
    expect(textOf(noBucket.body)).toContain('<Code>NoSuchBucket</Code>');
    await send('PUT', '/specs');
    const noKey = await send('GET', '/specs/a');
    expect(textOf(noKey.body)).toContain('<Message>The specified key does not exist.</Message>');
    expect(await send('HEAD', '/specs/a')).toMatchObject({ status: 404, body: '' });
  });

  it('takes a second creation of a bucket for an error everywhere but in us-east-1', async () => {
    await send('PUT', '/specs');
    expect((await send('PUT', '/specs')).status).toBe(200);
    const elsewhere = await send('PUT', '/specs', { region: 'eu-west-1' });
    expect(elsewhere.status).toBe(409);
    expect(textOf(elsewhere.body)).toContain('BucketAlreadyOwnedByYou');
    expect(textOf((await send('PUT', '/Specs')).body)).toContain('InvalidBucketName');
  });

  it('owns to what it does not have', async () => {
    await send('PUT', '/specs');
    for (const [method, path, query] of [
      ['GET', '/specs', ''],
      ['DELETE', '/specs/a', ''],
      ['PUT', '/specs/a', 'partNumber=1&uploadId=x'],
      ['PUT', '/specs/a', 'acl='],
    ] as const) {
      const reply = await send(method, path, { query });
      expect(reply.status).toBe(501);
      expect(textOf(reply.body)).toContain(`The ecsdeploy sandbox does not support ${method} ${path} of S3.`);
    }
    const chunked = await send('PUT', '/specs/a', { headers: { 'content-encoding': 'aws-chunked' } });
    expect(chunked.status).toBe(501);
  });

  it('can be made to fail, and is empty after a reset', async () => {
    await send('PUT', '/specs');
    sandbox.control.fault({ operation: 'PutObject', error: 'AccessDenied', count: 1 });
    const refused = await send('PUT', '/specs/a', { body: 'x' });
    expect(refused.status).toBe(403);
    expect(textOf(refused.body)).toContain('<Message>Access Denied</Message>');
    sandbox.control.reset();
    expect((await send('PUT', '/specs/a', { body: 'x' })).status).toBe(404);
  });
});
