import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startLoad, type LoadAnswer, type LoadOptions, type LoadResult } from '../../e2e/steady-load.ts';

async function serve(
  answer: RequestListener,
): Promise<{ server: Server; url: string; connections: () => number }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/`, connections: () => connections };
}

/** Loads a server that answers like this for a while. */
async function load(
  answer: RequestListener,
  options: Partial<Pick<LoadOptions, 'perSecond' | 'patienceMilliseconds' | 'atMostUnderWay'>> & {
    readonly milliseconds: number;
    /** So many are sent, however long that takes. */
    readonly atLeast?: number;
  },
): Promise<{ result: LoadResult; connections: number; answers: LoadAnswer[] }> {
  const { server, url, connections } = await serve(answer);
  const answers: LoadAnswer[] = [];
  const { milliseconds, perSecond = 200, atLeast = 1, ...others } = options;
  const running = startLoad({ url, perSecond, ...others, onAnswer: (one) => answers.push(one) });
  await wait(milliseconds);
  await running.reached(atLeast);
  const result = await running.stop();
  server.closeAllConnections();
  server.close();
  return { result, connections: connections(), answers };
}

/** Blocks the event loop, as a machine that is busy elsewhere does. */
function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

describe('the steady load', () => {
  it('sends as many requests a second as it was told, over connections that stay', async () => {
    const { result, connections, answers } = await load((_, response) => response.end('hello\n'), {
      milliseconds: 500,
      atMostUnderWay: 100,
    });

    // A hundred are due; the last ones are missing if the machine is busy just then.
    expect(result.sent).toBeGreaterThanOrEqual(80);
    expect(result.answered).toBe(result.sent);
    expect(result.failures).toEqual([]);
    expect(result.byBody).toEqual({ hello: result.sent });
    expect(answers).toHaveLength(result.sent);
    expect(answers[0]).toMatchObject({ status: 200, body: 'hello' });
    expect(connections).toBeLessThan(result.sent);
  });

  it('does not wait for answers before it sends more', async () => {
    const { result, connections } = await load(
      (_, response) => void setTimeout(() => response.end('late'), 300),
      { milliseconds: 250, perSecond: 100, atMostUnderWay: 100, atLeast: 11 },
    );

    expect(result.sent).toBeGreaterThan(10);
    expect(result.byBody).toEqual({ late: result.sent });
    expect(connections).toBeGreaterThan(10);
    expect(result.longestMilliseconds).toBeGreaterThanOrEqual(295);
  });

  it('has no more requests under way than it was told, and does not make up for the others', async () => {
    let underWay = 0;
    let most = 0;
    const { result } = await load(
      (_, response) => {
        underWay += 1;
        most = Math.max(most, underWay);
        setTimeout(() => {
          underWay -= 1;
          response.end('slow');
        }, 50);
      },
      { milliseconds: 300, perSecond: 500, atMostUnderWay: 3 },
    );

    expect(most).toBe(3);
    expect(result.sent).toBeLessThan(30);
    expect(result.byBody).toEqual({ slow: result.sent });
  });

  it('tells when so many have been sent', async () => {
    const { server, url } = await serve((_, response) => response.end('hello'));
    const running = startLoad({ url, perSecond: 200 });

    await running.reached(10);
    const { sent } = await running.stop();
    server.closeAllConnections();
    server.close();

    expect(sent).toBeGreaterThanOrEqual(10);
  });

  it('tells two versions apart that answer in turn', async () => {
    let asked = 0;
    const { result } = await load(
      (_, response) => {
        asked += 1;
        response.end(asked <= 10 ? 'old' : 'new');
      },
      { milliseconds: 150, atLeast: 11 },
    );

    expect(result.byBody).toEqual({ old: 10, new: result.sent - 10 });
  });

  it('tells when each version answered last, not when it was asked', async () => {
    const begun = performance.now();
    let asked = 0;
    const { result } = await load(
      (_, response) => {
        asked += 1;
        if (asked === 1) setTimeout(() => response.end('slow'), 200);
        else response.end(asked < 5 ? 'old' : 'new');
      },
      { milliseconds: 100 },
    );

    const { old, new: newer, slow } = result.lastByBody;
    expect(Object.keys(result.lastByBody).sort()).toEqual(['new', 'old', 'slow']);
    expect(old).toBeGreaterThan(begun);
    expect(newer).toBeGreaterThan(old!);
    expect(slow! - begun).toBeGreaterThanOrEqual(195);
    expect(slow).toBeLessThan(performance.now());
  });

  it('counts an answer that is not 2xx as a failure with its status', async () => {
    const { result } = await load(
      (_, response) => {
        response.statusCode = 502;
        response.end('bad gateway');
      },
      { milliseconds: 100 },
    );

    expect(result.sent).toBeGreaterThan(0);
    expect(result.answered).toBe(result.sent);
    expect(result.failures).toHaveLength(result.sent);
    expect(result.failures[0]?.status).toBe(502);
    expect(result.byBody).toEqual({});
  });

  it('counts connections that break, before the answer and within it', async () => {
    let asked = 0;
    const { result } = await load(
      (request, response) => {
        asked += 1;
        if (asked % 2 === 0) {
          request.socket.destroy();
          return;
        }
        response.setHeader('content-length', 100);
        response.write('half of', () => request.socket.destroy());
      },
      { milliseconds: 100 },
    );

    expect(result.sent).toBeGreaterThan(1);
    expect(result.answered).toBe(0);
    expect(result.failures).toHaveLength(result.sent);
    for (const { error } of result.failures) expect(error).toMatch(/^ECONNRESET/);
  });

  it('counts refused connections', async () => {
    const { server, url } = await serve((_, response) => response.end());
    server.close();
    await once(server, 'close');

    const running = startLoad({ url, perSecond: 100 });
    await wait(100);
    const { sent, failures } = await running.stop();

    expect(sent).toBeGreaterThan(0);
    expect(failures).toHaveLength(sent);
    expect(failures[0]?.error).toMatch(/^ECONNREFUSED/);
  });

  it('loses patience with a server that never answers', async () => {
    const { result } = await load(() => undefined, { milliseconds: 50, patienceMilliseconds: 100 });

    expect(result.sent).toBeGreaterThan(0);
    expect(result.failures).toHaveLength(result.sent);
    expect(result.failures[0]?.error).toBe('no answer within 100 ms');
  });

  it('does not count the time in which this very process stands still', async () => {
    const { server, url } = await serve((_, response) => void setTimeout(() => response.end('there'), 20));
    const running = startLoad({ url, perSecond: 100, patienceMilliseconds: 200 });
    await wait(50);

    standStill(400);
    const { sent, byBody, failures } = await running.stop();
    server.closeAllConnections();
    server.close();

    expect(failures).toEqual([]);
    expect(byBody).toEqual({ there: sent });
  });
});
