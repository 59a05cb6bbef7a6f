import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DockerCli, type Ran } from '../../../src/sandbox/runtime/docker/docker-cli.ts';
import { removeLeftovers } from '../../../src/sandbox/runtime/docker/leftovers.ts';

/** An engine with one container, `left`, that belongs to the owner. */
class EngineWithOne extends DockerCli {
  readonly removed: string[] = [];
  readonly #owner: string;

  constructor(owner: string) {
    super('docker');
    this.#owner = owner;
  }

  override run(args: readonly string[]): Promise<Ran> {
    if (args[0] === 'rm') this.removed.push(args.at(-1) ?? '');
    return Promise.resolve({ code: 0, stdout: args[0] === 'ps' ? `${this.#owner} left\n` : '', stderr: '' });
  }
}

let server: Server;
let answer: string | undefined;

beforeEach(async () => {
  server = createServer((_, response) => {
    if (answer !== undefined) response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function removedOf(owner: string): Promise<readonly string[]> {
  const engine = new EngineWithOne(owner);
  await removeLeftovers(engine);
  return engine.removed;
}

function ownerAtServer(): string {
  return `${process.pid}:${(server.address() as AddressInfo).port}`;
}

it('keeps the containers of a sandbox that answers', async () => {
  answer = JSON.stringify({ pid: process.pid });
  expect(await removedOf(ownerAtServer())).toEqual([]);
});

it('keeps the containers of a sandbox that is too busy to answer', async () => {
  answer = undefined;
  expect(await removedOf(ownerAtServer())).toEqual([]);
});

it('removes the containers of a process whose number and port others have by now', async () => {
  answer = JSON.stringify({ pid: process.pid + 1 });
  expect(await removedOf(ownerAtServer())).toEqual(['left']);
});

it('removes the containers of a sandbox that listens no more', async () => {
  const owner = ownerAtServer();
  await new Promise((resolve) => server.close(resolve));
  expect(await removedOf(owner)).toEqual(['left']);
});
