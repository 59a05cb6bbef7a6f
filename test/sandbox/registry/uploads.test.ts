import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createRepository, digestOf, RegistryUser } from './registry-user.ts';

const name = 'shop/web';
const uploads = `/v2/${name}/blobs/uploads/`;

let sandbox: Sandbox;
let user: RegistryUser;
beforeEach(() => {
  sandbox = new Sandbox();
  user = new RegistryUser(sandbox);
  createRepository(sandbox, name);
});

async function begin(): Promise<string> {
  const { status, headers } = await user.send('POST', uploads);
  expect(status).toBe(202);
  expect(headers).toMatchObject({ range: '0-0', 'docker-upload-uuid': expect.any(String) });
  const location = headers['location'] ?? '';
  expect(location).toBe(`${uploads}${headers['docker-upload-uuid']}`);
  return location;
}

const blob = (digest: string): string => `/v2/${name}/blobs/${digest}`;

describe('an upload', () => {
  it('may come in one piece, at its beginning', async () => {
    const digest = digestOf('all of it');
    const { status, headers } = await user.send('POST', `${uploads}?digest=${digest}`, {
      body: 'all of it',
    });
    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: blob(digest), 'docker-content-digest': digest });
    expect((await user.send('GET', blob(digest))).text).toBe('all of it');
  });

  it('may come in one piece, at its end', async () => {
    const digest = await user.pushBlob(name, 'all of it');
    expect((await user.send('GET', blob(digest))).text).toBe('all of it');
  });

  it('may come in pieces of any size, with and without their places', async () => {
    const content = randomBytes(10_000);
    for (const sizes of [[1, 9_999], [5000, 0, 5000], [9_999, 1], [10_000]]) {
      const location = await begin();
      let sent = 0;
      for (const size of sizes) {
        const body = content.subarray(sent, sent + size);
        const place = { 'content-range': `${sent}-${sent + size - 1}` };
        const { status, headers } = await user.send('PATCH', location, {
          headers: sent > 0 && size > 0 ? place : {},
          body,
        });
        sent += size;
        expect(status).toBe(202);
        expect(headers['range']).toBe(`0-${sent - 1}`);
      }
      const digest = digestOf(content);
      expect((await user.send('PUT', `${location}?digest=${digest}`)).status).toBe(201);
      expect((await user.send('HEAD', blob(digest))).headers['content-length']).toBe('10000');
    }
  });

  it('tells how far it has come', async () => {
    const location = await begin();
    await user.send('PATCH', location, { body: 'half' });
    const { status, headers } = await user.send('GET', location);
    expect(status).toBe(204);
    expect(headers).toMatchObject({ range: '0-3', location });
  });

  it('does not go on at another place than where it stands', async () => {
    const location = await begin();
    await user.send('PATCH', location, { body: 'half' });
    for (const range of ['3-6', '5-8', '0-3', 'x']) {
      const { status, headers, error } = await user.send('PATCH', location, {
        headers: { 'content-range': range },
        body: 'more',
      });
      expect(status).toBe(416);
      expect(headers['range']).toBe('0-3');
      expect(error?.code).toBe('RANGE_INVALID');
    }
    const digest = digestOf('half and more');
    const end = await user.send('PUT', `${location}?digest=${digest}`, {
      headers: { 'content-range': '4-12' },
      body: ' and more',
    });
    expect(end.status).toBe(201);
  });

  it('does not take a body of another length than it says', async () => {
    const location = await begin();
    const { status, error } = await user.send('PATCH', location, {
      headers: { 'content-range': '0-9', 'content-length': '4' },
      body: 'half',
    });
    expect({ status, code: error?.code }).toEqual({ status: 400, code: 'SIZE_INVALID' });
    expect((await user.send('GET', location)).headers['range']).toBe('0-0');
  });

  it('is given up when the content has another digest than it should', async () => {
    const location = await begin();
    const wrong = digestOf('something else');
    const { status, error } = await user.send('PUT', `${location}?digest=${wrong}`, { body: 'content' });
    expect(status).toBe(400);
    expect(error?.code).toBe('DIGEST_INVALID');
    expect(error?.message).toContain(digestOf('content'));
    expect((await user.send('GET', location)).error?.code).toBe('BLOB_UPLOAD_UNKNOWN');
    expect((await user.send('HEAD', blob(wrong))).status).toBe(404);
    expect((await user.send('HEAD', blob(digestOf('content')))).status).toBe(404);
  });

  it.each(['', '?digest=', '?digest=sha256:abc', '?digest=md5:d41d8cd98f00b204e9800998ecf8427e'])(
    'ends with a digest of SHA-256, not with "%s"',
    async (query) => {
      const location = await begin();
      expect((await user.send('PUT', `${location}${query}`)).error?.code).toBe('DIGEST_INVALID');
      // It may still be ended well.
      expect((await user.send('PUT', `${location}?digest=${digestOf('')}`)).status).toBe(201);
    },
  );

  it('can be given up', async () => {
    const location = await begin();
    expect((await user.send('DELETE', location)).status).toBe(204);
    expect((await user.send('PATCH', location, { body: 'x' })).error).toMatchObject({
      code: 'BLOB_UPLOAD_UNKNOWN',
    });
  });

  it('belongs to its repository', async () => {
    createRepository(sandbox, 'shop/other');
    const location = (await begin()).replace(name, 'shop/other');
    expect((await user.send('PATCH', location, { body: 'x' })).error?.code).toBe('BLOB_UPLOAD_UNKNOWN');
  });

  it('takes pieces that come at once one after the other', async () => {
    const location = await begin();
    const [first, second] = await Promise.all([
      user.send('PATCH', location, { headers: { 'content-range': '0-3' }, body: 'one ' }),
      user.send('PATCH', location, { headers: { 'content-range': '4-6' }, body: 'two' }),
    ]);
    expect([first.status, second.status]).toEqual([202, 202]);
    const digest = digestOf('one two');
    expect((await user.send('PUT', `${location}?digest=${digest}`)).status).toBe(201);
  });

  it('that nobody went on with for a day is forgotten when the next one begins', async () => {
    const old = await begin();
    sandbox.control.advance(25 * 3_600_000);
    user.logIn(sandbox.world);
    await begin();
    expect((await user.send('GET', old)).error?.code).toBe('BLOB_UPLOAD_UNKNOWN');
  });

  it('does not outlive a reset', async () => {
    const location = await begin();
    sandbox.control.reset();
    createRepository(sandbox, name);
    user.logIn(sandbox.world);
    expect((await user.send('PATCH', location, { body: 'x' })).error?.code).toBe('BLOB_UPLOAD_UNKNOWN');
  });
});

describe('a blob', () => {
  it('is taken over from another repository without being sent', async () => {
    createRepository(sandbox, 'base/image');
    const digest = await user.pushBlob('base/image', 'layer');
    expect((await user.send('HEAD', blob(digest))).status).toBe(404);
    const { status, headers } = await user.send('POST', `${uploads}?mount=${digest}&from=base/image`);
    expect(status).toBe(201);
    expect(headers['location']).toBe(blob(digest));
    expect((await user.send('GET', blob(digest))).text).toBe('layer');
  });

  it('that the other repository does not hold has to be sent', async () => {
    createRepository(sandbox, 'base/image');
    const digest = digestOf('layer');
    for (const from of ['base/image', 'no/such']) {
      const { status, headers } = await user.send('POST', `${uploads}?mount=${digest}&from=${from}`);
      expect(status).toBe(202);
      expect(headers['docker-upload-uuid']).toBeDefined();
    }
  });

  it('comes in parts for who asks for parts', async () => {
    const digest = await user.pushBlob(name, '0123456789');
    const part = (range: string) => user.send('GET', blob(digest), { headers: { range } });
    expect(await part('bytes=2-4')).toMatchObject({
      status: 206,
      text: '234',
      headers: { 'content-range': 'bytes 2-4/10', 'content-length': '3' },
    });
    expect(await part('bytes=7-')).toMatchObject({ status: 206, text: '789' });
    expect(await part('bytes=-2')).toMatchObject({ status: 206, text: '89' });
    expect(await part('bytes=8-99')).toMatchObject({ status: 206, text: '89' });
    expect(await part('bytes=10-11')).toMatchObject({
      status: 416,
      headers: { 'content-range': 'bytes */10' },
    });
    expect(await part('lines=1-2')).toMatchObject({ status: 200, text: '0123456789' });
  });

  it('that is not there is unknown', async () => {
    const { status, error } = await user.send('GET', blob(digestOf('none')));
    expect(status).toBe(404);
    expect(error?.code).toBe('BLOB_UNKNOWN');
  });

  it('may be empty', async () => {
    const digest = await user.pushBlob(name, '');
    expect(await user.send('GET', blob(digest))).toMatchObject({ status: 200, text: '' });
  });
});
