import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers';
import { ListenerPorts } from './elbv2/proxy/listener-ports.ts';
import { RealTimeDriver } from './real-time-driver.ts';
import { sweepBlobFolders } from './registry/blob-folders.ts';
import { DiskBlobStore } from './registry/disk-blob-store.ts';
import type { Reply } from './reply.ts';
import { openEngine } from './runtime/open-engine.ts';
import type { RuntimeMode } from './runtime/runtimes.ts';
import type { Sandbox } from './sandbox.ts';
import { control } from './server/control-api.ts';
import { PortInUseError } from './server/port-in-use-error.ts';
import { readRequest } from './server/read-request.ts';
import { isForRegistry, registryRequest, sendFromRegistry } from './server/registry-exchange.ts';
import type { WireRequest, WireResponse } from './wire.ts';

export interface ServerOptions {
  /** 0 lets the system choose one. */
  readonly port: number;
  /** Default: this machine only. The sandbox checks no signatures, so nobody else should reach it. */
  readonly host?: string | undefined;
  /** How many seconds of sandbox time pass in a second. */
  readonly speed?: number | undefined;
  /** Who runs tasks. Default: every one is simulated. */
  readonly runtime?: RuntimeMode | undefined;
  /** Fills the sandbox when its address is known, before the first request is answered. Sandbox time may pass meanwhile. */
  readonly furnish?: ((sandbox: Sandbox) => void) | undefined;
}

/** Longer than clients keep an idle connection, so that none is closed while a request is on its way. */
const keepAlive = 65_000;

/** The sandbox for everyone: one port, in real time. */
export class SandboxServer {
  readonly sandbox: Sandbox;
  readonly speed: number;
  /** The one that was asked for, or that the system chose. */
  port = 0;
  /** Resolves when the server was stopped, by its owner or through control. */
  readonly stopped: Promise<void>;
  readonly #server: Server;
  readonly #driver: RealTimeDriver;
  readonly #ports: ListenerPorts;
  #hasStopped: () => void = () => undefined;
  #stopping: Promise<void> | undefined;
  readonly #blobs = new DiskBlobStore();

  private constructor(sandbox: Sandbox, speed: number, host: string) {
    this.sandbox = sandbox;
    this.speed = speed;
    this.#ports = new ListenerPorts({ host, speed });
    this.#driver = new RealTimeDriver(sandbox.timeline, speed);
    this.#server = createServer({ keepAliveTimeout: keepAlive }, (message, response) => {
      this.#serve(message, response).catch((error: unknown) => {
        response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(`A bug in the ecsdeploy sandbox: ${String(error)}`);
      });
    });
    // A layer of gigabytes may take longer than the five minutes that Node gives a request.
    this.#server.requestTimeout = 0;
    this.stopped = new Promise((resolve) => (this.#hasStopped = resolve));
  }

  /** Rejects with PortInUseError if the port is taken, with NoEngineError if containers are wanted that no engine can run. */
  static async start(sandbox: Sandbox, options: ServerOptions): Promise<SandboxServer> {
    const host = options.host ?? '127.0.0.1';
    const server = new SandboxServer(sandbox, options.speed ?? 1, host);
    // Whatever takes time comes before: from the first request on the sandbox is as it was asked for.
    const mode = options.runtime ?? 'simulated';
    const engine = await openEngine(mode, server.speed);
    await server.#listen(options.port, host);
    sweepBlobFolders();
    for (const host of server.#registryHosts()) sandbox.addRegistryHost(host);
    sandbox.keepBlobsIn(server.#blobs);
    sandbox.runtimes.use(mode, engine?.runtimeAt(server.port));
    options.furnish?.(sandbox);
    server.#driver.start();
    sandbox.outside.connect(server.#driver);
    sandbox.onWorld((world) => server.#ports.follow(world));
    await server.#ports.settled();
    return server;
  }

  /** For `AWS_ENDPOINT_URL`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Nothing listens, and nothing waits for an answer, when this resolves. */
  stop(): Promise<void> {
    this.#stopping ??= this.#end().then(this.#hasStopped);
    return this.#stopping;
  }

  async #end(): Promise<void> {
    this.#driver.stop();
    this.sandbox.outside.disconnect();
    this.sandbox.abandonChecks();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await Promise.all([closed, this.#ports.close(), this.sandbox.runtimes.close()]);
    for (const host of this.#registryHosts()) this.sandbox.removeRegistryHost(host);
    this.sandbox.leaveBlobStore(this.#blobs);
  }

  timeMoved(): void {
    this.#driver.resume();
  }

  /** The engine of a container knows this machine by number; people also type its name. */
  #registryHosts(): string[] {
    return [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
  }

  #listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, error) : error);
      });
      this.#server.listen(port, host, () => {
        this.port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForRegistry(message)) {
      await this.#serveRegistry(message, response);
      return;
    }
    const request = await readRequest(message);
    if (request === undefined) {
      send(response, { status: 413, headers: { connection: 'close' }, body: 'The body is too large.' });
      return;
    }
    this.#driver.catchUp();
    if (request.path.startsWith('/_sandbox')) {
      await this.#ports.settled();
      await this.#control(request, response);
    } else {
      const reply = await this.sandbox.respond(request);
      // Who has made a listener may use it at once.
      await this.#ports.settled();
      this.#answer(reply, response, (answer) => send(response, answer));
    }
    this.#driver.plan();
  }

  async #control(request: WireRequest, response: ServerResponse): Promise<void> {
    const { sandbox, speed } = this;
    const server = {
      sandbox,
      speed,
      ports: this.#ports,
      timeMoved: () => this.timeMoved(),
      stop: () => {
        void sandbox.runtimes.close();
        // Only after the answer is out.
        response.once('finish', () => void this.stop());
      },
    };
    const answer = control(server, request);
    // Who has emptied or stopped the sandbox finds its containers gone.
    if (request.method === 'POST') await sandbox.runtimes.settled();
    send(response, answer);
  }

  /** Layers come and go in pieces, while sandbox time and other requests go on. */
  async #serveRegistry(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#driver.catchUp();
    this.#driver.plan();
    const reply = await this.sandbox.respondAsRegistry(registryRequest(message));
    this.#answer(reply, response, (answer) => sendFromRegistry(message, response, answer));
  }

  #answer<Answer>(reply: Reply<Answer>, response: ServerResponse, give: (answer: Answer) => void): void {
    if (reply.kind === 'hang') return;
    const answer = (): void => {
      if (reply.kind === 'answer') give(reply.response);
      else response.socket?.destroy();
    };
    if (reply.delay > 0) setTimeout(answer, reply.delay / this.speed);
    else answer();
  }
}

function send(response: ServerResponse, { status, headers, body }: WireResponse): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
