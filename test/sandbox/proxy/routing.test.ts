import { Agent } from 'node:http';
import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import type { TargetProbe } from '../../../src/sandbox/elbv2/target.ts';
import { ask, forwardTo, Stage, until } from './stage.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.begin();
});
afterEach(() => stage.end());

/** A group with one real target that answers with the group's name. */
async function named(name: string): Promise<TargetGroup> {
  const group = stage.group(name);
  await stage.httpTarget(group, (_request, response) => response.end(name));
  return group;
}

function rule(listener: string, priority: number, conditions: RuleCondition[], actions: Action[]): void {
  const input = { ListenerArn: listener, Priority: priority, Conditions: conditions, Actions: actions };
  elbv2Operations.CreateRule(stage.world, input, caller);
}

/** How often each answer came, over so many requests one after the other. */
async function count(url: string, times: number): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true });
  const counts: Record<string, number> = {};
  for (let request = 0; request < times; request++) {
    const { body } = await ask(url, { agent });
    counts[body] = (counts[body] ?? 0) + 1;
  }
  agent.destroy();
  return counts;
}

describe('rules', () => {
  it('lead requests by path, host and header in the order of their priorities', async () => {
    const [web, api, beta] = [await named('web'), await named('api'), await named('beta')];
    const listener = stage.listener([forwardTo([web, 1])]);
    rule(listener, 20, [{ Field: 'path-pattern', Values: ['/api/*'] }], [forwardTo([api, 1])]);
    rule(listener, 10, [{ Field: 'host-header', Values: ['beta.*'] }], [forwardTo([beta, 1])]);
    const canary = { HttpHeaderName: 'X-Canary', Values: ['yes'] };
    rule(listener, 5, [{ Field: 'http-header', HttpHeaderConfig: canary }], [forwardTo([beta, 1])]);
    const url = await stage.url();

    const answers = [
      await ask(`${url}/`),
      await ask(`${url}/api/1?x`),
      await ask(`${url}/api/1`, { headers: { host: 'beta.example' } }),
      await ask(`${url}/api/1`, { headers: { 'x-canary': 'YES' } }),
    ];
    expect(answers.map((answer) => answer.body)).toEqual(['web', 'api', 'beta', 'beta']);
  });

  it('redirect and answer in the load balancer’s own name', async () => {
    const web = await named('web');
    const listener = stage.listener([forwardTo([web, 1])]);
    const moved = {
      Type: 'redirect' as const,
      RedirectConfig: { StatusCode: 'HTTP_301' as const, Path: '/new' },
    };
    rule(listener, 1, [{ Field: 'path-pattern', Values: ['/old'] }], [moved]);
    const FixedResponseConfig = { StatusCode: '418', ContentType: 'application/json', MessageBody: '{}' };
    rule(
      listener,
      2,
      [{ Field: 'path-pattern', Values: ['/tea'] }],
      [{ Type: 'fixed-response', FixedResponseConfig }],
    );
    const url = await stage.url();

    // Who came by this machine's port is led back to it.
    expect(await ask(`${url}/old?a=b`)).toMatchObject({
      status: 301,
      headers: { server: 'awselb/2.0', location: `${url}/new?a=b`, 'content-length': '134' },
    });
    expect(await ask(`${url}/old`, { headers: { host: 'shop.example' } })).toMatchObject({
      headers: { location: 'http://shop.example:80/new' },
    });
    expect(await ask(`${url}/tea`)).toMatchObject({
      status: 418,
      headers: { server: 'awselb/2.0', 'content-type': 'application/json; charset=utf-8' },
      body: '{}',
    });
    const own = stage.world.elbv2.traffic.ofLoadBalancer(stage.loadBalancerArn);
    expect(own).toEqual({ status3xx: 2, status4xx: 1, status5xx: 0 });
  });
});

describe('weights', () => {
  it('share the requests out, and 0 gets nothing', async () => {
    const [blue, green, off] = [await named('blue'), await named('green'), await named('off')];
    stage.listener([forwardTo([blue, 90], [green, 10], [off, 0])]);
    expect(await count(await stage.url(), 200)).toEqual({ blue: 180, green: 20 });
  });

  it('can be changed step by step under load without a failed request', async () => {
    const [blue, green] = [await named('blue'), await named('green')];
    const listener = stage.listener([forwardTo([blue, 100], [green, 0])]);
    const url = await stage.url();
    const bodies: string[] = [];
    let isOver = false;
    const agent = new Agent({ keepAlive: true });
    const client = async (): Promise<void> => {
      while (!isOver) {
        const { status, body } = await ask(url, { agent });
        bodies.push(status === 200 ? body : String(status));
      }
    };
    const clients = Promise.all([client(), client(), client(), client()]);

    for (const weight of [0, 10, 50, 100]) {
      const DefaultActions = [forwardTo([blue, 100 - weight], [green, weight])];
      elbv2Operations.ModifyListener(stage.world, { ListenerArn: listener, DefaultActions }, caller);
      const from = bodies.length;
      await until(() => bodies.length >= from + 100);
      // Requests that were under way when the weights changed may still follow the old ones.
      const share =
        bodies.slice(from + 4).filter((body) => body === 'green').length / (bodies.length - from - 4);
      expect(share).toBeGreaterThanOrEqual(weight / 100 - 0.05);
      expect(share).toBeLessThanOrEqual(weight / 100 + 0.05);
    }
    isOver = true;
    await clients;
    agent.destroy();
    expect(new Set(bodies)).toEqual(new Set(['blue', 'green']));
  });

  it('are drawn once for a client that keeps its cookie', async () => {
    const [blue, green] = [await named('blue'), await named('green')];
    const sticky = forwardTo([blue, 50], [green, 50]);
    sticky.ForwardConfig!.TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    const listener = stage.listener([sticky]);
    const url = await stage.url();
    const first = await ask(url);
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    const headers = { cookie: cookie.split(';')[0] };
    for (let request = 0; request < 6; request++) expect((await ask(url, { headers })).body).toBe(first.body);

    // A group that gets nothing any more loses its clients, too.
    const other = first.body === 'blue' ? green : blue;
    const DefaultActions = [
      {
        ...sticky,
        ForwardConfig: { ...sticky.ForwardConfig, ...forwardTo([blue, 0], [green, 0]).ForwardConfig },
      },
    ];
    for (const share of DefaultActions[0]!.ForwardConfig.TargetGroups!) {
      share.Weight = share.TargetGroupArn === other.arn ? 1 : 0;
    }
    elbv2Operations.ModifyListener(stage.world, { ListenerArn: listener, DefaultActions }, caller);
    expect((await ask(url, { headers })).body).toBe(other.name);
  });
});

describe('targets of a group', () => {
  it('take turns, and unhealthy ones have none as long as another is healthy', async () => {
    const group = stage.group('blue');
    const targets = [];
    for (const name of ['one', 'two', 'three']) {
      targets.push(await stage.httpTarget(group, (_request, response) => response.end(name)));
    }
    stage.listener([forwardTo([group, 1])]);
    const url = await stage.url();
    expect(await count(url, 9)).toEqual({ one: 3, two: 3, three: 3 });

    for (const [index, state] of (['healthy', 'unhealthy', 'healthy'] as const).entries()) {
      group.targets.get(`${targets[index]!.id}:80`)!.health = { state };
    }
    expect(await count(url, 8)).toEqual({ one: 4, three: 4 });
    for (const target of group.targets.values()) target.health = { state: 'unhealthy' };
    expect(await count(url, 9)).toEqual({ one: 3, two: 3, three: 3 });
  });
});

describe('a simulated target', () => {
  const simulated = (probe: TargetProbe): string => stage.register(group, undefined, () => probe);
  let group: TargetGroup;
  beforeEach(() => {
    group = stage.group('blue');
    stage.listener([forwardTo([group, 1])]);
  });

  it('answers as its health checks would find it, and says who it plays', async () => {
    const id = simulated({ kind: 'answer', status: 503, latency: 5 });
    const answer = await ask(await stage.url(), { method: 'POST', body: 'ignored' });
    expect(answer).toMatchObject({ status: 503, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer.body)).toEqual({ simulated: true, target: `${id}:80`, targetGroup: 'blue' });
    expect(stage.tally(group, id)).toMatchObject({ requests: 1, status5xx: 1 });
  });

  it('that refuses connections makes 502', async () => {
    simulated({ kind: 'refused' });
    expect((await ask(await stage.url())).status).toBe(502);
  });

  it('takes its latency in sandbox time', async () => {
    await stage.end();
    stage = await Stage.begin({ speed: 1000 });
    group = stage.group('blue');
    stage.listener([forwardTo([group, 1])]);
    const id = simulated({ kind: 'answer', status: 200, latency: 50_000 });
    const url = await stage.url();
    const began = performance.now();
    expect((await ask(url)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(45);
    stage.deregister(group, id);
    simulated({ kind: 'answer', status: 200, latency: 70_000 });
    expect((await ask(url)).status).toBe(504);
  });
});
