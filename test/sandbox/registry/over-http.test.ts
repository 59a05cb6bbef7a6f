import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { recentCalls, resetSandbox } from '../../../src/sandbox/control-client.ts';
import { seedDemo } from '../../../src/sandbox/demo.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../../src/sandbox/server.ts';
import { createRepository, digestOf, RegistryUser } from './registry-user.ts';

const name = 'shop/web';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let server: SandboxServer;
let ecr: ECRClient;
let authorization: string;
beforeEach(async () => {
  server = await SandboxServer.start(new Sandbox(), { port: 0 });
  ecr = new ECRClient({ region: 'us-east-1', endpoint: server.url, credentials });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
});
afterEach(async () => {
  ecr.destroy();
  await server.stop();
});

interface Options {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

function ask(method: string, path: string, { headers = {}, body }: Options = {}): Promise<Response> {
  return fetch(new URL(path, server.url), {
    method,
    headers: { authorization, ...headers },
    ...(body !== undefined && { body: body as string }),
  });
}

async function begin(): Promise<string> {
  const response = await ask('POST', `/v2/${name}/blobs/uploads/`);
  return response.headers.get('location') ?? '';
}

const folders = (): string[] =>
  readdirSync(tmpdir()).filter((entry) => entry.startsWith(`ecsdeploy-sandbox-blobs-${process.pid}-`));

describe('the registry of a server', () => {
  it('is where its repositories say', async () => {
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories?.[0]?.repositoryUri).toBe(`127.0.0.1:${server.port}/${name}`);
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    expect(authorizationData?.[0]?.proxyEndpoint).toBe(server.url);
    const refused = await fetch(new URL('/v2/', server.url));
    expect(refused.headers.get('www-authenticate')).toContain(`realm="${server.url}/"`);
  });

  it('takes a blob larger than any other request may be, and gives it back', async () => {
    const content = Buffer.alloc(24 * 1024 * 1024, 'many bytes ');
    const digest = digestOf(content);
    const location = await begin();
    for (const half of [content.subarray(0, 9_000_000), content.subarray(9_000_000)]) {
      expect((await ask('PATCH', location, { body: half })).status).toBe(202);
    }
    expect((await ask('PUT', `${location}?digest=${digest}`)).status).toBe(201);
    const whole = await ask('GET', `/v2/${name}/blobs/${digest}`);
    expect(digestOf(Buffer.from(await whole.arrayBuffer()))).toBe(digest);
    const range = { range: 'bytes=9000000-9000009' };
    const part = await ask('GET', `/v2/${name}/blobs/${digest}`, { headers: range });
    expect(part.status).toBe(206);
    expect(await part.text()).toBe(content.subarray(9_000_000, 9_000_010).toString());
    const head = await ask('HEAD', `/v2/${name}/blobs/${digest}`);
    expect(head.headers.get('content-length')).toBe(String(content.length));
  });

  it('keeps what came of an upload whose connection broke, so that it can go on', async () => {
    const location = await begin();
    const broken = await sendHalf(location, 'first half');
    broken.destroy();
    let range: string | null = null;
    for (let look = 0; look < 100 && range !== '0-9'; look++) {
      range = (await ask('GET', location)).headers.get('range');
    }
    expect(range).toBe('0-9');
    const digest = digestOf('first half, second half');
    const end = await ask('PUT', `${location}?digest=${digest}`, { body: ', second half' });
    expect(end.status).toBe(201);
  });

  it('gives up an upload that runs when the sandbox is reset', async () => {
    const location = await begin();
    const running = await sendHalf(location, 'first half');
    await resetSandbox(server.url);
    const status = new Promise((resolve) =>
      running.once('response', ({ statusCode }) => resolve(statusCode)),
    );
    running.end(', second half');
    expect(await status).toBe(404);
    expect(folders()).toEqual([]);
  });

  it('has a folder from the first blob until it stops', async () => {
    expect(folders()).toEqual([]);
    const body = 'layer';
    await ask('POST', `/v2/${name}/blobs/uploads/?digest=${digestOf(body)}`, { body });
    expect(folders()).toHaveLength(1);
    await server.stop();
    expect(folders()).toEqual([]);
  });

  it('ends uploads that are under way when it stops', async () => {
    const location = await begin();
    const running = await sendHalf(location, 'first half');
    const broken = new Promise((resolve) => running.once('close', resolve));
    await server.stop();
    await broken;
    expect(folders()).toEqual([]);
  });

  it('also holds what was pushed in process before', async () => {
    await server.stop();
    const sandbox = new Sandbox();
    createRepository(sandbox, name);
    const digest = await new RegistryUser(sandbox).pushBlob(name, 'early');
    server = await SandboxServer.start(sandbox, { port: 0 });
    expect(await (await ask('GET', `/v2/${name}/blobs/${digest}`)).text()).toBe('early');
  });

  it('breaks the connection where a reply is to be lost', async () => {
    server.sandbox.control.fault({ operation: 'registry:GetBlob', loseReply: true, count: 1 });
    const body = 'layer';
    const digest = digestOf(body);
    await ask('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, { body });
    await expect(ask('GET', `/v2/${name}/blobs/${digest}`)).rejects.toThrow('fetch failed');
    expect(await (await ask('GET', `/v2/${name}/blobs/${digest}`)).text()).toBe(body);
  });

  it('tells control how often it was asked', async () => {
    await ask('GET', '/v2/');
    expect((await recentCalls(server.url)).counts).toEqual({
      CreateRepository: 1,
      GetAuthorizationToken: 1,
      'registry:Ping': 1,
    });
  });
});

it('a server that is furnished when it starts has images at its own address', async () => {
  await server.stop();
  server = await SandboxServer.start(new Sandbox(), { port: 0, furnish: seedDemo });
  const ecs = new ECSClient({ region: 'us-east-1', endpoint: server.url, credentials });
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }));
  expect(taskDefinition?.containerDefinitions?.[0]?.image).toBe(`127.0.0.1:${server.port}/demo/web:1`);
  ecs.destroy();
});

/** Begins to send a body, and resolves when the server has the first bytes of it. */
async function sendHalf(location: string, bytes: string): Promise<ClientRequest> {
  const half = request(new URL(location, server.url), {
    method: 'PATCH',
    headers: { authorization, 'transfer-encoding': 'chunked' },
  });
  half.on('error', () => undefined);
  half.write(bytes);
  for (let look = 0; look < 100; look++) {
    const { headers } = await ask('GET', location);
    if (headers.get('range') === `0-${bytes.length - 1}`) return half;
  }
  throw new Error('the first bytes did not arrive');
}
