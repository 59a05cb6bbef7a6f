import { afterEach, describe, expect, it } from '@jest/globals';
import { askOverNetwork } from '../../src/cli/ask-over-network.ts';
import { systemClock } from '../../src/cli/system-clock.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { commandGate, measuring } from './scripted-gates.ts';

const servers: SandboxServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** A service behind a load balancer that listens on this machine: what the gate asks goes over a socket, and virtual time waits for it. */
async function reachable(): Promise<{ readonly rehearsal: Rehearsal; readonly url: string }> {
  const rehearsal = await Rehearsal.begin({ loadBalancer: true });
  const { sandbox } = rehearsal;
  for (const version of [1, 2]) sandbox.control.behave(imageOf(version), { http: { latency: 0 } });
  // Its own time stands almost still: the rehearsal moves it.
  const server = await SandboxServer.start(sandbox, { port: 0, speed: 0.001 });
  servers.push(server);
  rehearsal.askHttp = (question) => sandbox.clock.during(() => askOverNetwork(systemClock, question));
  const answer = await fetch(`${server.url}/_sandbox/listeners`);
  const { listeners } = (await answer.json()) as { listeners: { port: number; url: string }[] };
  return { rehearsal, url: listeners.find(({ port }) => port === 80)?.url ?? '' };
}

const gateOf = (url: string) =>
  commandGate({
    at: ['after'],
    interval: seconds(20),
    check: {
      kind: 'http',
      url,
      method: 'GET',
      headers: {},
      statuses: [{ from: 200, to: 299 }],
      body: imageOf(2),
      timeout: seconds(30),
    },
  });

describe('A gate that asks a URL, through the load balancer of the service', () => {
  it('passes where the new revision answers, by its own page', async () => {
    const { rehearsal, url } = await reachable();

    const { outcome, gates } = await rehearsal.deploy(measuring([gateOf(url)], minutes(1)));

    expect(exitCodeOf(outcome)).toBe(0);
    expect(gates).toMatchObject([{ verdict: { kind: 'pass' }, counts: { fail: 0, error: 0 } }]);
  });

  it('takes a revision back that is healthy by its check, and answers 500 to everybody else', async () => {
    const { rehearsal, url } = await reachable();
    rehearsal.sandbox.control.behave(imageOf(2), { http: { errorRate: 1 } });

    const { outcome } = await rehearsal.deploy(measuring([gateOf(url)], minutes(1)));

    expect(outcome).toMatchObject({
      kind: 'failed-rolled-back',
      because: { because: { last: { kind: 'http-answer', status: 500, wrong: 'status' } } },
    });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
    expect(await (await fetch(url)).text()).toContain(imageOf(1));
  });
});
