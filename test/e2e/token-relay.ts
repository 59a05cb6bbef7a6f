import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Canary } from './canaries.ts';

/** Stands between a command and AWS, hands everything on, and keeps every password for a registry that AWS gives. */
export class TokenRelay {
  readonly url: string;
  /** All bodies and headers that were sent to AWS. */
  sent = '';
  readonly #server: Server;
  readonly #passwords = new Set<string>();

  private constructor(server: Server) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.#server = server;
  }

  /** @param target address of the sandbox */
  static async begin(target: string): Promise<TokenRelay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const relay = new TokenRelay(server);
    server.on('request', (incoming, outgoing) => void relay.#handOn(target, incoming, outgoing));
    return relay;
  }

  /** The passwords that were given out so far. */
  get tokens(): Canary[] {
    return [...this.#passwords].map((value, index) => ({ name: `token ${index + 1}`, value }));
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method, url = '/', headers } = incoming;
    try {
      const body = await buffer(incoming);
      this.sent += `${JSON.stringify(headers)}\n${body.toString('latin1')}\n`;
      const onward = request(new URL(url, target), { method, headers });
      onward.end(body);
      const [answer] = (await once(onward, 'response')) as [IncomingMessage];
      const answered = await buffer(answer);
      this.#read(answered.toString('utf8'));
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
    } catch {
      outgoing.destroy();
    }
  }

  /** `authorizationToken` is `AWS:<password>` in base64. */
  #read(answer: string): void {
    for (const [, token = ''] of answer.matchAll(/"authorizationToken":\s*"([^"]+)"/g)) {
      const [, password] = /^AWS:(.+)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
      if (password !== undefined) this.#passwords.add(password);
    }
  }
}
