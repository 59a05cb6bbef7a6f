import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import { ask, forwardTo, Stage, until } from './stage.ts';

let stage: Stage;
let group: TargetGroup;
const sockets: Socket[] = [];
beforeEach(async () => {
  stage = await Stage.begin({ type: 'network' });
  group = stage.group('blue', { Protocol: 'TCP' });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await stage.end();
});

async function dial(port = 5432): Promise<Socket> {
  const url = new URL(await stage.url(port));
  expect(url.protocol).toBe('tcp:');
  const socket = connect({ host: url.hostname, port: Number(url.port), allowHalfOpen: true });
  sockets.push(socket);
  return socket;
}

/** A target that says its name, and then everything back when the client has said its all. */
const echoing = (name: string) =>
  createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.write(`${name}:`);
    socket.pipe(socket);
  });

async function converse(words: string): Promise<string> {
  const socket = await dial();
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.end(words);
  await once(socket, 'end');
  return heard;
}

describe('a TCP listener of a network load balancer', () => {
  it('gives each connection to the target whose turn it is, half-closed ones too', async () => {
    const one = await stage.target(group, echoing('one'));
    await stage.target(group, echoing('two'));
    stage.listener([forwardTo([group, 1])], 5432, 'TCP');
    expect([await converse('a'), await converse('b'), await converse('c')]).toEqual([
      'one:a',
      'two:b',
      'one:c',
    ]);
    await until(() => stage.tally(group, one.id).inFlight === 0);
    expect(stage.tally(group, one.id).requests).toBe(2);
  });

  it('shares connections out by weight', async () => {
    const green = stage.group('green', { Protocol: 'TCP' });
    await stage.target(group, echoing('blue'));
    await stage.target(green, echoing('green'));
    stage.listener([forwardTo([group, 3], [green, 1])], 5432, 'TCP');
    const heard = [];
    for (let turn = 0; turn < 8; turn++) heard.push(await converse('x'));
    expect(heard.filter((words) => words === 'green:x')).toHaveLength(2);
  });

  it.each([
    ['there is no target', () => undefined],
    ['the target refuses', () => stage.register(group, { host: '127.0.0.1', port: 1 })],
    ['the simulated target refuses', () => stage.register(group)],
  ])('resets the connection when %s', async (_what, register) => {
    register();
    stage.listener([forwardTo([group, 1])], 5432, 'TCP');
    const socket = await dial();
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('ends connections when the deregistration delay is over', async () => {
    group.attributes.set('deregistration_delay.timeout_seconds', '1');
    const { id } = await stage.target(group, echoing('one'));
    stage.listener([forwardTo([group, 1])], 5432, 'TCP');
    const socket = await dial();
    await once(socket, 'data');
    stage.deregister(group, id);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(stage.tally(group, id).inFlight).toBe(0);
  });

  it('lets simulated targets speak HTTP', async () => {
    stage.register(group, undefined, () => ({ kind: 'answer', status: 200, latency: 1 }));
    stage.listener([forwardTo([group, 1])], 5432, 'TCP');
    const url = (await stage.url(5432)).replace('tcp:', 'http:');
    expect(JSON.parse((await ask(url)).body)).toMatchObject({ simulated: true, targetGroup: 'blue' });
  });

  it('has no port for UDP, and says so', async () => {
    const udp = stage.group('udp', { Protocol: 'UDP' });
    stage.listener([forwardTo([udp, 1])], 53, 'UDP');
    const answer = await fetch(`${stage.server.url}/_sandbox/listeners`);
    expect(await answer.json()).toMatchObject({
      listeners: [{ protocol: 'UDP', port: 53, note: 'The sandbox does not forward UDP.' }],
    });
  });
});
