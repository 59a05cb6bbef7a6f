import { createHash } from 'node:crypto';
import { createServer, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import { ask, forwardTo, Stage, until } from './stage.ts';

let stage: Stage;
let group: TargetGroup;
let url: string;
const sockets: Socket[] = [];
beforeEach(async () => {
  stage = await Stage.begin();
  group = stage.group('blue');
  stage.listener([forwardTo([group, 1])]);
  url = await stage.url();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await stage.end();
});

/** A target that speaks shouting after the handshake of WebSocket (frames are of no interest to a load balancer). */
async function shoutingTarget(): Promise<{ id: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((message, response) => {
    asked.push(message);
    message.setEncoding('utf8');
    let body = '';
    message.on('data', (text: string) => (body += text));
    message.on('end', () => response.writeHead(message.url === '/no' ? 403 : 200).end(`no sockets ${body}`));
  });
  server.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(message);
    if (message.url === '/no') {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\nno sockets');
      return;
    }
    const key = `${message.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\nWELCOME`,
    );
    const shout = (chunk: Buffer): boolean => socket.write(chunk.toString().toUpperCase());
    if (head.length > 0) shout(head);
    socket.on('data', shout);
    socket.on('error', () => undefined);
  });
  return { ...(await stage.target(group, server)), asked };
}

const handshake = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};

/** A client whose handshake has succeeded. */
async function open(): Promise<{ socket: Socket; answer: IncomingMessage; heard: () => string }> {
  const asking = request(`${url}/chat`, { headers: handshake }).end();
  const [answer, socket, head] = (await once(asking, 'upgrade')) as [IncomingMessage, Socket, Buffer];
  let heard = head.toString();
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString())).on('error', () => undefined);
  sockets.push(socket);
  return { socket, answer, heard: () => heard };
}

describe('a WebSocket', () => {
  it('is passed through in both directions', async () => {
    const { id, asked } = await shoutingTarget();
    const { socket, answer, heard } = await open();
    expect(answer).toMatchObject({
      statusCode: 101,
      headers: { 'sec-websocket-accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' },
    });
    socket.write('hello');
    await until(() => heard() === 'WELCOMEHELLO');
    expect(asked[0]?.headers).toMatchObject({ upgrade: 'websocket', 'x-forwarded-for': '127.0.0.1' });
    expect(stage.tally(group, id)).toMatchObject({ requests: 1, inFlight: 1 });
    socket.end();
    await until(() => stage.tally(group, id).inFlight === 0);
  });

  it('that the target refuses gets the target’s answer', async () => {
    await shoutingTarget();
    expect(await ask(`${url}/no`, { headers: handshake })).toMatchObject({ status: 403, body: 'no sockets' });
  });

  it('without targets gets 503', async () => {
    expect(await ask(url, { headers: handshake })).toMatchObject({
      status: 503,
      headers: { server: 'awselb/2.0' },
    });
  });

  it('is closed at the end of the deregistration delay', async () => {
    group.attributes.set('deregistration_delay.timeout_seconds', '1');
    const { id } = await shoutingTarget();
    const { socket, heard } = await open();
    stage.deregister(group, id);
    socket.write('still');
    await until(() => heard().endsWith('STILL'));
    await until(() => socket.destroyed);
    expect(stage.tally(group, id).inFlight).toBe(0);
  });

  it('ends with the sandbox', async () => {
    await shoutingTarget();
    const { socket } = await open();
    await stage.server.stop();
    await until(() => socket.destroyed);
  });
});

it('another protocol that a client offers is not taken up, and the request is answered, body and all', async () => {
  const { asked } = await shoutingTarget();
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  sockets.push(socket);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  const offer =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n';
  socket.write(`POST /a HTTP/1.1\r\nHost: x\r\n${offer}Content-Length: 10\r\n\r\nfirst`);
  await new Promise((resolve) => setImmediate(resolve));
  socket.write('-last');
  await until(() => heard.includes('no sockets first-last'));
  socket.write('GET /b HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => asked.length === 2);
  expect(asked.map((message) => message.headers.upgrade)).toEqual([undefined, undefined]);
});
