import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { askOverNetwork, provesSomebodyAsked } from '../../../src/cli/ask-over-network.ts';
import { runGateProgram } from '../../../src/cli/run-gate-program.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import type { HttpAnswer, HttpQuestion } from '../../../src/gates/gate-context.ts';
import type { Clock } from '../../../src/model/clock.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
}

/** Its sleeps end at once: time is always up. */
const hastyClock: Clock = { now: () => 0, sleep: () => Promise.resolve() };

function asking(
  url: string,
  more: Partial<HttpQuestion> = {},
  clock: Clock = systemClock,
): Promise<HttpAnswer> {
  return askOverNetwork(clock, { url, method: 'GET', headers: {}, timeout: 10_000, ...more });
}

describe('a question over the network', () => {
  it('is answered with status, body and time, and follows no redirect', async () => {
    let asked = 0;
    const url = await serving((request, response) => {
      asked++;
      response.writeHead(302, { location: '/elsewhere' });
      response.end(
        `${request.method} as ${String(request.headers['x-who'])} by ${String(request.headers['user-agent'])}`,
      );
    });
    const answer = await asking(url, { method: 'POST', headers: { 'X-Who': 'me' } });

    expect(answer).toEqual({
      status: 302,
      body: 'POST as me by ecsdeploy',
      milliseconds: expect.any(Number),
    });
    expect(asked).toBe(1);
  });

  it('reads no more than 64 KiB of an answer without an end', async () => {
    const url = await serving((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });

    expect((await asking(url)).body).toBe('x'.repeat(65_536));
  });

  it('is given up when its time is over, be it in the middle of the answer', async () => {
    const silent = await serving(() => undefined);
    const slow = await serving((_, response) => response.write('a beginning'));

    for (const url of [silent, slow]) {
      await expect(asking(url, {}, hastyClock)).rejects.toMatchObject({
        message: 'no answer within 10 s',
        wasAsked: true,
      });
    }
  });

  it('tells one that does not answer in time from a name that nobody has resolved by then', async () => {
    let heard: () => void = () => undefined;
    const isHeard = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const url = await serving(() => heard());
    const named = url.replace('127.0.0.1', 'localhost');
    const clockUntilHeard: Clock = { now: () => 0, sleep: () => isHeard };

    await expect(asking(named, {}, hastyClock)).rejects.toMatchObject({
      message: 'the name localhost was not resolved within 10 s',
      wasAsked: false,
    });
    await expect(asking(named, {}, clockUntilHeard)).rejects.toMatchObject({
      message: 'no answer within 10 s',
      wasAsked: true,
    });
    await expect(asking('http://[::1]:9/', {}, hastyClock)).rejects.toMatchObject({ wasAsked: true });
  });

  it('tells who refused it from a name that nobody has', async () => {
    const url = await serving(() => undefined);
    servers[0]?.close();

    await expect(asking(url)).rejects.toMatchObject({ name: 'NoHttpAnswer', wasAsked: true });
    await expect(asking('http://nobody.invalid/')).rejects.toMatchObject({ wasAsked: false });
  });

  it('is not bad for what this machine could not do', async () => {
    const url = await serving(() => undefined);
    const lookalike = { headers: { 'x-who': 'ключ' } };

    await expect(asking(url, lookalike)).rejects.toMatchObject({ name: 'NoHttpAnswer', wasAsked: false });
    for (const code of [
      'EPERM',
      'EACCES',
      'ENFILE',
      'ENOBUFS',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      undefined,
    ])
      expect(provesSomebodyAsked(code)).toBe(false);
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'HPE_INVALID_CONSTANT', 'CERT_HAS_EXPIRED'])
      expect(provesSomebodyAsked(code)).toBe(true);
  });

  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const url = await serving(() => controller.abort(new Error('told to leave')));

    await expect(asking(url, { signal: controller.signal })).rejects.toThrow('told to leave');
  });
});

describe('a program of a gate', () => {
  const shell = (script: string, clock: Clock = systemClock): ReturnType<typeof runGateProgram> =>
    runGateProgram(clock, {
      program: '/bin/sh',
      arguments: ['-c', script],
      environment: { ECSDEPLOY_SERVICE: 'web' },
      timeout: 60_000,
    });

  it('has the release in its environment, and tells its exit code and last words', async () => {
    expect(await shell('echo first >&2; echo "bad: $ECSDEPLOY_SERVICE, $0" >&2; echo >&2; exit 1')).toEqual({
      kind: 'exit',
      exitCode: 1,
      lastLine: 'bad: web, /bin/sh',
    });
    expect(await shell('test -n "$PATH"')).toEqual({ kind: 'exit', exitCode: 0, lastLine: undefined });
  });

  it('repeats no secret that it had in its environment', async () => {
    const end = await runGateProgram(systemClock, {
      program: '/bin/sh',
      arguments: ['-c', 'echo "login with $SMOKE_TOKEN refused" >&2; exit 1'],
      environment: { SMOKE_TOKEN: 'Canary7uQ2xZ9wLp4' },
      timeout: 60_000,
    });

    expect(end).toMatchObject({ lastLine: 'login with *** refused' });
  });

  it('is ended when its time is over', async () => {
    expect(await shell('sleep 60', hastyClock)).toEqual({ kind: 'timeout' });
  });

  it('may end by a signal that is not ours', async () => {
    expect(await shell('kill -9 $$')).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  });

  it('says when it cannot be started', async () => {
    const order = { program: './not-there', arguments: [], environment: {}, timeout: 1000 };

    await expect(runGateProgram(systemClock, order)).rejects.toThrow('there is no such program');
  });
});
