import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import { ask, forwardTo, Stage, until } from './stage.ts';

let stage: Stage;
let group: TargetGroup;
let url: string;
beforeEach(async () => {
  stage = await Stage.begin();
  group = stage.group('blue');
  stage.listener([forwardTo([group, 1])]);
  url = await stage.url();
});
afterEach(() => stage.end());

/** A target that answers at once, except on `/slow`: there when it is let. */
async function slowTarget() {
  const held: ServerResponse[] = [];
  const target = await stage.httpTarget(group, (request, response) => {
    if (request.url === '/slow') held.push(response);
    else response.end('quick');
  });
  // Whoever closes an idle connection, it is not the target.
  target.server.keepAliveTimeout = 0;
  return { ...target, held };
}

const connectionsOf = (server: {
  getConnections(done: (error: Error | null, count: number) => void): void;
}) => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));

describe('a target that drains', () => {
  it('gets no new requests, and finishes those that it has', async () => {
    const old = await slowTarget();
    const slow = ask(`${url}/slow`);
    await until(() => old.held.length === 1);
    const { id } = await stage.httpTarget(group, (_request, response) => response.end('new'));
    stage.deregister(group, old.id);
    for (let request = 0; request < 4; request++) expect((await ask(url)).body).toBe('new');

    old.held[0]!.end('slow, but here');
    expect(await slow).toMatchObject({ status: 200, body: 'slow, but here' });
    expect(stage.tally(group, old.id)).toMatchObject({ requests: 1, status2xx: 1 });
    expect(stage.tally(group, id)).toMatchObject({ requests: 4, status2xx: 4 });
  });

  it('loses its idle connections at once, and the others when they become idle', async () => {
    const old = await slowTarget();
    const slow = ask(`${url}/slow`);
    await until(() => old.held.length === 1);
    await ask(url);
    expect(await connectionsOf(old.server)).toBe(2);
    stage.deregister(group, old.id);
    while ((await connectionsOf(old.server)) > 1) await new Promise((resolve) => setTimeout(resolve, 2));
    old.held[0]!.end();
    await slow;
    while ((await connectionsOf(old.server)) > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  });

  it('has until the end of the deregistration delay, then what is left is 502', async () => {
    group.attributes.set('deregistration_delay.timeout_seconds', '1');
    const old = await slowTarget();
    let isClosed = false;
    const [unanswered, halfAnswered] = [ask(`${url}/slow`), ask(`${url}/slow`)];
    await until(() => old.held.length === 2);
    old.held[0]!.on('close', () => (isClosed = true));
    old.held[1]!.write('half');
    const broken = Promise.allSettled([unanswered, halfAnswered]);
    stage.deregister(group, old.id);

    const outcomes = await broken;
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.status : 'broken')).sort(),
    ).toEqual([502, 'broken']);
    await until(() => isClosed);
    expect(stage.world.elbv2.targetHealth(group.arn, { id: old.id, port: 80 })).toMatchObject({
      reason: 'Target.NotRegistered',
    });
  });

  it('and is registered again gets requests again, while the old ones finish', async () => {
    const target = await slowTarget();
    const slow = ask(`${url}/slow`);
    await until(() => target.held.length === 1);
    stage.deregister(group, target.id);
    expect((await ask(url)).status).toBe(503);
    const { id, endpoint } = target;
    stage.now(() => {
      stage.world.elbv2.registerTarget(group.arn, {
        id,
        port: 80,
        endpoint,
        probe: () => ({ kind: 'refused' }),
      });
    });
    expect((await ask(url)).body).toBe('quick');
    target.held[0]!.end('done');
    expect((await slow).body).toBe('done');
  });
});

it('a group that no rule names any more lets its requests finish', async () => {
  const old = await slowTarget();
  const slow = ask(`${url}/slow`);
  await until(() => old.held.length === 1);
  const green = stage.group('green');
  await stage.httpTarget(green, (_request, response) => response.end('green'));
  stage.now(() => {
    const [listener] = stage.world.elbv2.listeners.values();
    listener!.defaultRule.actions = [forwardTo([green, 1])];
    stage.world.elbv2.refreshUse();
  });
  expect((await ask(url)).body).toBe('green');
  expect(stage.world.elbv2.targetHealth(group.arn, { id: old.id, port: 80 }).reason).toBe('Target.NotInUse');
  old.held[0]!.end('blue to the end');
  expect((await slow).body).toBe('blue to the end');
});
