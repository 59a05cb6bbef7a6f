import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetGroup } from '../../../src/sandbox/elbv2/target-group.ts';
import { certificate } from './certificate.ts';
import { ask, forwardTo, listen, shut, Stage, until } from './stage.ts';

let stage: Stage;
let blue: TargetGroup;
beforeEach(async () => {
  stage = await Stage.begin();
  blue = stage.group('blue');
});
afterEach(() => stage.end());

/** A listener that forwards to the blue group, as soon as it is needed. */
const toBlue = async (): Promise<string> => {
  stage.listener([forwardTo([blue, 1])]);
  return stage.url();
};

describe('a request', () => {
  it('reaches the target with its own words and those of the load balancer, and so does the answer', async () => {
    const asked: IncomingMessage[] = [];
    const { id } = await stage.httpTarget(blue, (request, response) => {
      asked.push(request);
      response.writeHead(201, 'Made', [
        ['X-Case', 'kept'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ]);
      request.pipe(response);
    });
    const url = await toBlue();

    const answer = await ask(`${url}/orders?id=%20a`, {
      method: 'POST',
      headers: { 'X-Mine': '1', host: 'shop.example' },
      body: 'hello',
    });

    expect(answer).toMatchObject({ status: 201, body: 'hello', headers: { 'set-cookie': ['a=1', 'b=2'] } });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/orders?id=%20a',
      headers: {
        host: 'shop.example',
        'x-mine': '1',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-forwarded-port': '80',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
      },
    });
    expect(stage.tally(blue, id)).toMatchObject({ requests: 1, status2xx: 1 });
    await until(() => stage.tally(blue, id).inFlight === 0);
  });

  it('in pieces is passed on piece by piece, and so is the answer', async () => {
    const heard: string[] = [];
    await stage.httpTarget(blue, (request, response) => {
      request.on('data', (chunk: Buffer) => {
        heard.push(chunk.toString());
        response.write(`heard ${chunk.toString()}`);
      });
      request.on('end', () => response.end());
    });
    const url = await toBlue();

    const asking = httpRequest(url, { method: 'POST', agent: new Agent() });
    asking.write('one');
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    let received = '';
    answer.on('data', (chunk: Buffer) => (received += chunk.toString()));
    await until(() => received === 'heard one');
    asking.end('two');
    await once(answer, 'end');
    expect(received).toBe('heard oneheard two');
    expect(heard).toEqual(['one', 'two']);
  });

  it('of many megabytes arrives whole, and waits for a client that reads slowly', async () => {
    const size = 24 * 1024 * 1024;
    let sent = 0;
    await stage.httpTarget(blue, (request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (sent < size) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      request.resume().on('end', more);
    });
    const url = await toBlue();

    const asking = httpRequest(url, { agent: new Agent() }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    let before = -1;
    await until(() => sent > 0);
    // The client does not read: the target comes to a halt, far from the end.
    while (before !== sent) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(sent).toBeLessThan(size);
    let received = 0;
    answer.on('data', (chunk: Buffer) => (received += chunk.length));
    await once(answer, 'end');
    expect(received).toBe(size);
  });

  it('whose client goes away is given up at the target, too', async () => {
    let isAborted = false;
    let isThere = false;
    const { id } = await stage.httpTarget(blue, (_request, response) => {
      isThere = true;
      response.on('close', () => (isAborted = true));
    });
    const url = await toBlue();

    const asking = httpRequest(url, { agent: new Agent() }).end();
    asking.on('error', () => undefined);
    await until(() => isThere);
    asking.destroy();
    await until(() => isAborted);
    expect(stage.tally(blue, id)).toMatchObject({ requests: 1, unanswered: 0, inFlight: 0 });
  });

  it('that expects 100 Continue gets it from the target, or its refusal before the body', async () => {
    const server = createServer((request, response) => request.pipe(response));
    server.on('checkContinue', (request, response) => {
      if (request.url === '/no') response.writeHead(417).end();
      else {
        response.writeContinue();
        request.pipe(response);
      }
    });
    await stage.target(blue, server);
    const url = await toBlue();
    const expecting = (path: string) =>
      httpRequest(url + path, { method: 'PUT', headers: { expect: '100-continue' }, agent: new Agent() });

    const yes = expecting('/yes');
    await once(yes, 'continue');
    yes.end('the body');
    const [answer] = (await once(yes, 'response')) as [IncomingMessage];
    expect(String((await once(answer, 'data'))[0])).toBe('the body');

    const no = expecting('/no');
    no.flushHeaders();
    const [refusal] = (await once(no, 'response')) as [IncomingMessage];
    expect(refusal).toMatchObject({ statusCode: 417, headers: { connection: 'close' } });
    no.destroy();
  });

  it('of HEAD gets the head only, and the connection goes on', async () => {
    await stage.httpTarget(blue, (request, response) => {
      response.writeHead(200, { 'content-length': 5 }).end(request.method === 'HEAD' ? undefined : 'hello');
    });
    const url = await toBlue();
    const agent = new Agent({ keepAlive: true });

    const head = await ask(url, { method: 'HEAD', agent });
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '5' } });
    expect(await ask(url, { agent })).toMatchObject({ body: 'hello' });
    agent.destroy();
  });

  it('that is malformed, too large or TRACE is refused in the words of AWS', async () => {
    const url = await toBlue();
    const answers = await Promise.all([
      raw(url, 'GET / HTTP/1.1\r\n\r\n'),
      raw(url, `GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(70_000)}\r\n\r\n`),
      raw(
        url,
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ),
      raw(url, 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n'),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(answers[1]).toMatch(/Server: awselb\/2.0\r\n/);
    expect(answers[1]).toContain(
      '<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n</body>\r\n</html>\r\n',
    );
    expect((await ask(url, { method: 'TRACE' })).status).toBe(405);
  });
});

describe('connections to a target', () => {
  it('are kept, and used again', async () => {
    const { server } = await stage.httpTarget(blue, (_request, response) => response.end());
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const url = await toBlue();
    for (let request = 0; request < 5; request++) await ask(url);
    await ask(url, { method: 'POST', body: 'x' });
    expect(connections).toBe(1);
  });

  it('that the target closes while idle cost no request', async () => {
    const sockets = new Set<Socket>();
    const { server } = await stage.httpTarget(blue, (request, response) => {
      // Twice a connection is used and then closed as the next request arrives on it.
      if (answers.get(request.socket) === 1) {
        request.socket.destroy();
        return;
      }
      answers.set(request.socket, 1);
      response.end('fine');
    });
    const answers = new WeakMap<Socket, number>();
    server.on('connection', (socket) => sockets.add(socket));
    const url = await toBlue();
    for (let request = 0; request < 6; request++) expect((await ask(url)).status).toBe(200);
    expect(sockets.size).toBe(6);
  });

  it('that are no longer warm do not carry what cannot be sent twice', async () => {
    const { server, id } = await stage.httpTarget(blue, (_request, response) => response.end());
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const url = await toBlue();
    await ask(url);
    // As if the connection had been idle for long.
    const realNow = performance.now.bind(performance);
    performance.now = () => realNow() + 5_000;
    try {
      expect((await ask(url, { method: 'POST', body: 'x' })).status).toBe(200);
    } finally {
      performance.now = realNow;
    }
    expect(connections).toBe(2);
    expect(stage.tally(blue, id)).toMatchObject({ status2xx: 2, unanswered: 0 });
  });

  it('speak TLS where the group does, whatever the certificate', async () => {
    const secure = stage.group('secure', { Protocol: 'HTTPS', Port: 443 });
    await stage.target(
      secure,
      createTlsServer(certificate, (_request, response) => response.end('secret')),
    );
    stage.listener([forwardTo([secure, 1])]);
    expect(await ask(await stage.url())).toMatchObject({ status: 200, body: 'secret' });
  });
});

describe('the load balancer answers', () => {
  const page = (title: string): string =>
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;

  it('503 without targets, and when every weight is 0', async () => {
    const green = stage.group('green');
    stage.listener([forwardTo([blue, 0], [green, 0])], 8081);
    const expected = {
      status: 503,
      headers: { server: 'awselb/2.0', 'content-type': 'text/html', 'content-length': '162' },
      body: page('503 Service Temporarily Unavailable'),
    };
    expect(await ask(await toBlue())).toMatchObject(expected);
    expect(await ask(await stage.url(8081))).toMatchObject(expected);
    expect(stage.world.elbv2.traffic.ofLoadBalancer(stage.loadBalancerArn).status5xx).toBe(2);
  });

  it('502 when the target refuses, hangs up, or answers no HTTP', async () => {
    const gone = createTcpServer();
    const port = await listen(gone);
    await shut(gone);
    const expected = { status: 502, headers: { server: 'awselb/2.0' }, body: page('502 Bad Gateway') };
    const url = await toBlue();
    const id = stage.register(blue, { host: '127.0.0.1', port });
    expect(await ask(url)).toMatchObject(expected);
    stage.deregister(blue, id);

    for (const hangUp of [
      (socket: Socket) => socket.destroy(),
      (socket: Socket) => socket.resetAndDestroy(),
      (socket: Socket) => socket.end('SSH-2.0-OpenSSH\r\n'),
      (socket: Socket) => socket.end('HTTP/1.1 099 Strange\r\n\r\n'),
      (socket: Socket) =>
        socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
      (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
    ]) {
      const rude = createTcpServer((socket) => {
        socket.on('error', () => undefined).once('data', () => hangUp(socket));
      });
      const target = await stage.target(blue, rude);
      expect(await ask(url)).toMatchObject(expected);
      expect(stage.tally(blue, target.id)).toMatchObject({ requests: 1, unanswered: 1, inFlight: 0 });
      stage.deregister(blue, target.id);
    }
  });

  it('nothing more when the target breaks off in the middle of its answer', async () => {
    await stage.httpTarget(blue, (_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    await expect(ask(await toBlue())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('504 when the target does not answer within the idle timeout, and 408 when the client does not go on', async () => {
    stage.loadBalancer.attributes.set('idle_timeout.timeout_seconds', '1');
    const { id } = await stage.httpTarget(blue, () => undefined);
    const url = await toBlue();
    const began = performance.now();
    const stalled = httpRequest(url, {
      method: 'POST',
      headers: { 'content-length': 10 },
      agent: new Agent(),
    });
    stalled.on('error', () => undefined);
    stalled.write('half');
    const [answer, [late]] = await Promise.all([
      ask(url),
      once(stalled, 'response') as Promise<[IncomingMessage]>,
    ]);
    expect(answer).toMatchObject({ status: 504, body: page('504 Gateway Time-out') });
    expect(answer.headers['content-length']).toBe('132');
    expect(late.statusCode).toBe(408);
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(stage.tally(blue, id)).toMatchObject({ requests: 2, unanswered: 2 });
    stalled.destroy();
  });

  it('501 where it would have to speak HTTP/2 or to authenticate', async () => {
    const grpc = stage.group('grpc', { ProtocolVersion: 'GRPC' });
    stage.register(grpc, { host: '127.0.0.1', port: 1 });
    stage.listener([forwardTo([grpc, 1])]);
    stage.listener(
      [
        { Type: 'authenticate-oidc', Order: 1 },
        { ...forwardTo([blue, 1]), Order: 2 },
      ],
      8082,
    );
    const answers = [await ask(await stage.url()), await ask(await stage.url(8082))];
    expect(answers.map((answer) => answer.status)).toEqual([501, 501]);
    expect(answers[0]?.body).toContain('does not speak HTTP/2 with targets; target group grpc');
    expect(answers[1]?.body).toContain('does not support the action authenticate-oidc yet');
  });
});

/** What a server says to these bytes until it hangs up. */
function raw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (heard += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
  });
}
