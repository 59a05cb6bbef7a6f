import { createServer } from 'node:http';
import { connect } from 'node:net';
import {
  CreateListenerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  resetSandbox,
  sandboxListeners,
  sandboxStatus,
  stopSandbox,
} from '../../../src/sandbox/control-client.ts';
import { sandboxStatusText } from '../../../src/output/sandbox-status-text.ts';
import { ask, forwardTo, listen, shut, Stage, until } from './stage.ts';

let stage: Stage;
let elbv2: ElasticLoadBalancingV2Client;
beforeEach(async () => {
  stage = await Stage.begin();
  elbv2 = new ElasticLoadBalancingV2Client({
    region: 'us-east-1',
    endpoint: stage.server.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterEach(async () => {
  elbv2.destroy();
  await stage.end();
});

const fixed = (text: string) => ({
  Type: 'fixed-response' as const,
  FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody: text },
});

const create = async (port: number, text = 'hello'): Promise<string> => {
  const { Listeners } = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: stage.loadBalancerArn,
      Port: port,
      Protocol: 'HTTP',
      DefaultActions: [fixed(text)],
    }),
  );
  return Listeners![0]!.ListenerArn!;
};

const urls = async (): Promise<string[]> =>
  (await sandboxStatus(stage.server.url)).listeners.map(({ url }) => url ?? 'none');

/** Whether something listens there. */
function isOpen(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** A port that nobody listens on, most likely. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await shut(server);
  return port;
}

describe('a listener', () => {
  it('has a port of this machine as soon as it is created, its own if that is free', async () => {
    const port = await freePort();
    await create(port);
    expect(await urls()).toEqual([`http://127.0.0.1:${port}`]);
    expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({ status: 200, body: 'hello' });
  });

  it('takes another port where its own is taken, or needs a privilege', async () => {
    const server = createServer();
    const taken = await listen(server);
    await create(taken, 'one');
    await create(80, 'two');
    const [one = 'none', two = 'none'] = await urls();
    expect([one, two]).not.toContain(`http://127.0.0.1:${taken}`);
    expect([(await ask(one)).body, (await ask(two)).body]).toEqual(['one', 'two']);
    await shut(server);
  });

  it('moves with its port, keeps its place when only its actions change, and leaves none behind', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const ListenerArn = await create(first);
    await elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: [fixed('changed')] }));
    expect((await ask(`http://127.0.0.1:${first}`)).body).toBe('changed');
    await elbv2.send(new ModifyListenerCommand({ ListenerArn, Port: second }));
    expect(await urls()).toEqual([`http://127.0.0.1:${second}`]);
    expect(await isOpen(`http://127.0.0.1:${first}`)).toBe(false);
    await elbv2.send(new DeleteListenerCommand({ ListenerArn }));
    expect(await urls()).toEqual([]);
    expect(await isOpen(`http://127.0.0.1:${second}`)).toBe(false);
  });

  it.each([
    [
      'its load balancer',
      () => elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: stage.loadBalancerArn })),
    ],
    ['the world', () => resetSandbox(stage.server.url)],
  ])('goes with %s', async (_what, end) => {
    await create(80);
    const [url = 'none'] = await urls();
    expect(await isOpen(url)).toBe(true);
    await end();
    expect(await urls()).toEqual([]);
    expect(await isOpen(url)).toBe(false);
  });

  it('gets its port back after a reset', async () => {
    const port = await freePort();
    await create(port);
    await resetSandbox(stage.server.url);
    stage.makeAgain();
    await create(port, 'again');
    expect((await ask(`http://127.0.0.1:${port}`)).body).toBe('again');
  });

  it('of another region has a port, too', async () => {
    const world = stage.server.sandbox.worldOf('eu-west-1');
    expect(world).not.toBe(stage.world);
    stage.listenerIn(world, [fixed('from Ireland')]);
    const [url = 'none'] = await urls();
    expect((await ask(url)).body).toBe('from Ireland');
  });

  it('of HTTPS is reached without encryption, and says so to nobody but the client', async () => {
    stage.listener(
      [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302', Path: '/new' } }],
      443,
      'HTTPS',
    );
    const answer = await ask(await stage.url(443), { headers: { host: 'shop.example' } });
    expect(answer).toMatchObject({ status: 302, headers: { location: 'https://shop.example:443/new' } });
  });

  it('is shown with its targets and what they got', async () => {
    const group = stage.group('blue');
    const { id, endpoint } = await stage.httpTarget(group, (_request, response) => response.end());
    const arn = stage.listener([forwardTo([group, 1])]);
    const url = await stage.url();
    await ask(url);
    await until(() => stage.tally(group, id).inFlight === 0);

    const { listeners } = await sandboxListeners(stage.server.url);
    expect(listeners).toEqual([
      {
        listenerArn: arn,
        loadBalancer: 'shop',
        dnsName: expect.stringMatching(/^shop-\d{10}\.us-east-1\.elb\.amazonaws\.com$/),
        protocol: 'HTTP',
        port: 80,
        url,
        rules: [
          {
            ruleArn: expect.stringContaining(':listener-rule/app/shop/'),
            priority: 'default',
            targetGroups: [{ name: 'blue', weight: 1 }],
          },
        ],
        ownAnswers: { status3xx: 0, status4xx: 0, status5xx: 0 },
        targetGroups: [
          {
            targetGroupArn: group.arn,
            name: 'blue',
            targets: [
              {
                id,
                port: 80,
                state: 'unavailable',
                endpoint,
                requests: 1,
                status2xx: 1,
                status3xx: 0,
                status4xx: 0,
                status5xx: 0,
                unanswered: 0,
                inFlight: 0,
              },
            ],
          },
        ],
      },
    ]);
    const text = sandboxStatusText(stage.server.url, await sandboxStatus(stage.server.url));
    expect(text).toContain(`  listens  ${url} for HTTP:80 of shop\n`);
  });
});

describe('when the sandbox stops', () => {
  it('nothing listens any more, and nothing that is under way holds it up', async () => {
    const group = stage.group('blue');
    let isThere = false;
    await stage.httpTarget(group, () => (isThere = true));
    stage.listener([forwardTo([group, 1])]);
    const url = await stage.url();
    const waiting = expect(ask(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await until(() => isThere);

    await stopSandbox(stage.server.url);
    await stage.server.stopped;

    await waiting;
    expect(await isOpen(url)).toBe(false);
    expect(await isOpen(stage.server.url)).toBe(false);
  });
});
