import { beforeEach, describe, expect, it } from '@jest/globals';
import { issueToken } from '../../../src/sandbox/ecr/authorization.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { basic, createRepository, RegistryUser } from './registry-user.ts';

const twelveHours = 12 * 3_600_000;

let sandbox: Sandbox;
let user: RegistryUser;
beforeEach(() => {
  sandbox = new Sandbox();
  user = new RegistryUser(sandbox);
});

describe('the registry', () => {
  it('lets in who has a token', async () => {
    const { status, headers } = await user.send('GET', '/v2/');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'docker-distribution-api-version': 'registry/2.0',
      date: 'Thu, 15 Jan 2026 09:00:00 GMT',
    });
  });

  const other = new Sandbox({ seed: 2 });
  it.each([
    ['without a login', undefined],
    ['with a made-up password', basic('password')],
    ['with a password that is JSON', basic(Buffer.from('{"region":"us-east-1"}').toString('base64'))],
    ['as another user', basic(issueToken(new Sandbox().world).password, 'root')],
    ['with the token of another sandbox', basic(issueToken(other.world).password)],
    ['with a bearer token', 'Bearer abc'],
  ])('asks who comes %s, in the words of ECR', async (_, authorization) => {
    user.authorization = authorization;
    const { status, headers, text } = await user.send('GET', '/v2/');
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      'Basic realm="https://123456789012.dkr.ecr.us-east-1.amazonaws.com/",service="ecr.amazonaws.com"',
    );
    expect(text).toBe('Not Authorized\n');
  });

  it('refuses a token whose region or end was changed', async () => {
    const claim = JSON.parse(Buffer.from(issueToken(sandbox.world).password, 'base64').toString()) as Record<
      string,
      unknown
    >;
    for (const change of [{ region: 'eu-west-1' }, { expiresAt: sandbox.clock.now() + 10 * twelveHours }]) {
      const changed = Buffer.from(JSON.stringify({ ...claim, ...change })).toString('base64');
      user.authorization = basic(changed);
      expect((await user.send('GET', '/v2/')).status).toBe(401);
    }
  });

  it('says that a token has expired after twelve hours, and not before', async () => {
    sandbox.control.advance(twelveHours - 1);
    expect((await user.send('GET', '/v2/')).status).toBe(200);
    sandbox.control.advance(1);
    const { status, error } = await user.send('GET', '/v2/');
    expect(status).toBe(403);
    expect(error).toEqual({
      code: 'DENIED',
      message: 'Your authorization token has expired. Reauthenticate and try again.',
    });
  });

  it('finds the region by the token', async () => {
    createRepository(sandbox, 'shop/web', { region: 'eu-west-1' });
    const european = new RegistryUser(sandbox, 'eu-west-1');
    expect((await european.send('GET', '/v2/shop/web/tags/list')).status).toBe(200);
    expect((await user.send('GET', '/v2/shop/web/tags/list')).error?.code).toBe('NAME_UNKNOWN');
  });

  it('answers an unknown repository in the words of ECR', async () => {
    for (const [method, path] of [
      ['POST', '/v2/no/such/blobs/uploads/'],
      ['GET', '/v2/no/such/manifests/latest'],
      ['GET', '/v2/no/such/tags/list'],
    ] as const) {
      const { status, error } = await user.send(method, path);
      expect(status).toBe(404);
      expect(error).toEqual({
        code: 'NAME_UNKNOWN',
        message: "The repository with name 'no/such' does not exist in the registry with id '123456789012'",
      });
    }
  });

  it.each([
    ['GET', '/v2/shop/web/nothing', 404, 'NOT_FOUND'],
    ['GET', '/v2/%', 404, 'NOT_FOUND'],
    ['DELETE', '/v2/shop/web/manifests/1', 405, 'UNSUPPORTED'],
    ['POST', '/v2/shop/web/tags/list', 405, 'UNSUPPORTED'],
  ])('answers %s %s with %d %s', async (method, path, expected, code) => {
    const { status, error } = await user.send(method, path);
    expect({ status, code: error?.code }).toEqual({ status: expected, code });
  });
});

describe('faults', () => {
  it('reach the registry by the names of its requests', async () => {
    createRepository(sandbox, 'shop/web');
    sandbox.control.fault({ operation: 'registry:StartUpload', error: 'TOOMANYREQUESTS', count: 1 });
    const { status, error } = await user.send('POST', '/v2/shop/web/blobs/uploads/');
    expect(status).toBe(429);
    expect(error).toEqual({ code: 'TOOMANYREQUESTS', message: 'Rate exceeded' });
    expect((await user.send('POST', '/v2/shop/web/blobs/uploads/')).status).toBe(202);
  });

  it('on all requests of the registry are none on AWS, and the other way round', async () => {
    sandbox.control.fault({ operation: '*', error: 'ThrottlingException' });
    expect((await user.send('GET', '/v2/')).status).toBe(200);
    sandbox.control.clearFaults();
    sandbox.control.fault({ operation: 'registry:*', error: 'UNAUTHORIZED' });
    const { status, headers } = await user.send('GET', '/v2/');
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toMatch(/^Basic /);
  });

  it('can lose a reply whose effect has happened, and delay one', async () => {
    createRepository(sandbox, 'shop/web');
    const manifest = await user.pushParts('shop/web', 'a');
    sandbox.control.fault({ operation: 'registry:PutManifest', loseReply: true, delay: 5000 });
    const before = sandbox.clock.now();
    await expect(user.putManifest('shop/web', '1', manifest)).rejects.toThrow('socket hang up');
    expect(sandbox.clock.now() - before).toBe(5000);
    expect((await user.send('HEAD', '/v2/shop/web/manifests/1')).status).toBe(200);
  });
});

describe('the log', () => {
  it('counts requests to the registry apart from calls of AWS operations', async () => {
    createRepository(sandbox, 'shop/web');
    await user.pushImage('shop/web', '1', 'a');
    await user.send('GET', '/v2/shop/web/manifests/2');
    expect(sandbox.control.registryCalls.counts()).toEqual({
      'registry:StartUpload': 2,
      'registry:FinishUpload': 2,
      'registry:PutManifest': 1,
      'registry:GetManifest': 1,
    });
    expect(sandbox.control.registryCalls.recent(1)).toMatchObject([
      {
        operation: 'registry:GetManifest',
        input: { method: 'GET', path: '/v2/shop/web/manifests/2' },
        status: 404,
        error: 'MANIFEST_UNKNOWN',
      },
    ]);
    expect(sandbox.control.status().calls).toBe(0);
  });

  it('holds no token', async () => {
    await user.send('GET', '/v2/');
    const token = issueToken(sandbox.world).password;
    expect(JSON.stringify(sandbox.control.registryCalls.recent())).not.toContain(token);
  });
});
