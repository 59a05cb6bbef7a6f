import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startLoad } from '../e2e/steady-load.ts';
import { baseImage } from './base-image.ts';
import { describeWithEngine, dockerPath } from './require-engine.ts';

const context = fileURLToPath(new URL('../../docs/examples/hello', import.meta.url));
const startPatience = 10_000;

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(dockerPath ?? 'docker', args);
  return stdout.trim();
}

describeWithEngine('the example hello', () => {
  // No image of anyone else has it, so that what is removed at the end is ours.
  const version = `test-${process.pid}-${Date.now()}`;
  const images: string[] = [];
  const containers: string[] = [];
  let base: string;
  let hello: string;

  async function build(...buildArgs: string[]): Promise<string> {
    const args = [`BASE=${base}`, `VERSION=${version}`, ...buildArgs].flatMap((arg) => ['--build-arg', arg]);
    const image = await docker('build', '--quiet', ...args, context);
    images.push(image);
    return image;
  }

  async function start(image: string): Promise<{ container: string; url: URL }> {
    const container = await docker('run', '--detach', '--publish', '127.0.0.1::8080', image);
    containers.push(container);
    const [address = ''] = (await docker('port', container, '8080')).split('\n');
    const url = new URL(`http://${address}/`);
    const until = performance.now() + startPatience;
    while (performance.now() < until) {
      if (await fetch(url).then(isOk, () => false)) return { container, url };
      await wait(50);
    }
    throw new Error(`hello did not answer: ${await docker('logs', container)}`);
  }

  beforeAll(async () => {
    base = baseImage();
    hello = await build();
  }, 60_000);

  afterAll(async () => {
    if (containers.length > 0) await docker('rm', '--force', ...containers);
    if (images.length > 0) await docker('image', 'rm', '--force', ...images);
  }, 60_000);

  it('answers its version, and that it is healthy', async () => {
    const { url } = await start(hello);

    expect(await (await fetch(url)).text()).toBe(`hello from ${version}\n`);
    expect((await fetch(new URL('health', url))).status).toBe(200);
  }, 30_000);

  it('answers every one of 300 requests a second', async () => {
    const { url } = await start(hello);

    const load = startLoad({ url: url.href, perSecond: 300 });
    await wait(1000);
    const { sent, failures, byBody } = await load.stop();

    expect(failures).toEqual([]);
    expect(byBody).toEqual({ [`hello from ${version}`]: sent });
  }, 30_000);

  it('answers a request in flight after SIGTERM, and exits with 0', async () => {
    const { container, url } = await start(hello);
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nhost: hello\r\n');
    // Until the server has taken the connection and made it a process of its own.
    await wait(500);

    const stopping = docker('stop', '--time', '20', container);
    await wait(500);
    socket.write('\r\n');

    expect(await text(socket)).toContain(`hello from ${version}\n`);
    await stopping;
    expect(await docker('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('0');
  }, 60_000);

  it('answers 500 to health checks if it was built to', async () => {
    const { url } = await start(await build('HEALTH=bad'));

    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(new URL('health', url))).status).toBe(500);
  }, 60_000);

  it('exits with 3 and a reason at start if it was built to', async () => {
    const container = await docker('create', await build('CRASH=yes'));
    containers.push(container);

    const ending = docker('start', '--attach', container);

    await expect(ending).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`error: hello ${version} was built with CRASH=yes`),
    });
  }, 60_000);
});

function isOk(response: Response): boolean {
  return response.ok;
}
