import { HttpResponse, type HttpRequest } from '@smithy/core/transport';
import type { HttpHandlerOptions, RequestSigner } from '@smithy/types';
import type { Aws } from '../../src/aws/aws.ts';
import { createClients, type Clients } from '../../src/aws/clients.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import { InProcessHandler } from '../../src/sandbox/in-process-handler.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { textOf } from '../../src/sandbox/wire.ts';
import { GatePrograms, type GivenAnswer } from './gates.ts';
import type { GateShape, Kill } from './history.ts';
import { sceneOf, type Scene } from './scene.ts';
import { ServiceLog } from './service-log.ts';
import { serviceOn, type Stage } from './stage/stage.ts';
import type { StaleReads } from './stale-reads.ts';

export interface ProcessSurroundings {
  readonly stage: Stage;
  /** The gates of its configuration. */
  readonly gates: readonly GateShape[];
  /** Names of the services that it is about. */
  readonly services: readonly string[];
  readonly stale: StaleReads;
  readonly beforeCall: (operation: string) => void;
  readonly skewMilliseconds: number;
  readonly kill?: Kill | undefined;
  readonly onKilled: () => void;
  /** Tells the history's own log what the sandbox does not see. */
  readonly note: (text: string) => void;
}

/** A promise of its own each time: one that all would wait for would keep all of them in memory. */
const never = (): Promise<never> => new Promise(() => undefined);

/** One run of ecsdeploy: with credentials of its own, a clock of its own, and a life that can end between two calls. */
export class SimulatedProcess {
  /** Its access key id: the sandbox's call log tells by it who called. */
  readonly id: string;
  readonly interrupt = new AbortController();
  readonly logs: ReadonlyMap<string, ServiceLog>;
  /** When it was given an answer that was no longer so. */
  readonly staleAt: number[] = [];
  #isDead = false;
  readonly #surroundings: ProcessSurroundings;
  readonly #handler: InProcessHandler;
  readonly #aws: Aws;
  readonly #gates: GatePrograms;
  #calls = 0;

  constructor(id: string, surroundings: ProcessSurroundings) {
    const { stage, services } = surroundings;
    const { sandbox } = stage;
    this.id = id;
    this.#surroundings = surroundings;
    this.#handler = sandbox.requestHandler();
    this.logs = new Map(services.map((name) => [name, new ServiceLog(() => this.#sceneOf(name))]));
    const clients = createClients({
      region: sandbox.region,
      credentials: { accessKeyId: this.id, secretAccessKey: 'test' },
      signer: signerOf(this.id),
      requestHandler: this,
    });
    this.#aws = openAws({
      clients: holdingTime(clients, sandbox),
      clock: this.#clock(sandbox),
      random: () => 0.5,
    });
    this.#gates = new GatePrograms(surroundings.gates, this.#aws.clock);
  }

  /** What its gates were told of one of the services, oldest first. */
  answersAbout(name: string): readonly GivenAnswer[] {
    return this.#gates.given.filter(({ service }) => service === name);
  }

  /** What a use case is handed for one of the services. */
  context(service: string): ReleaseContext {
    const log = this.logs.get(service);
    return {
      aws: this.#aws,
      awsOf: () => this.#aws,
      clock: this.#aws.clock,
      report: (fact) => {
        if (!this.#isDead) log?.tell(fact);
      },
      interrupt: this.interrupt.signal,
      registries: () => Promise.reject(new Error('a simulation reads no registry')),
      loginOf: () => Promise.resolve(undefined),
      openEngine: () => Promise.reject(new Error('a simulation builds nothing')),
      runProgram: (order) => this.#gates.run(order),
      askHttp: () => Promise.reject(new Error('a simulation asks no URL')),
    };
  }

  /** The transport of its SDK clients. */
  async handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const { kill, beforeCall, stage, stale, note } = this.#surroundings;
    if (this.#isDead) return never();
    const operation = operationOf(request);
    if (kill !== undefined && this.#calls >= kill.afterCalls) {
      if (kill.lastOneArrives) void this.#handler.handle(request).catch(() => undefined);
      this.#die();
      return never();
    }
    this.#calls += 1;
    beforeCall(operation);
    const scenes = this.#see(operation, request);
    const now = stage.sandbox.timeline.now();
    const old = stale.answerTo(operation, request, now);
    if (old !== undefined) {
      this.staleAt.push(now);
      for (const [name, scene] of old.scenes) this.logs.get(name)?.answeredWith(scene);
      note(`${this.id} → ${operation}: answered as ${(now - old.at) / 1_000} s ago`);
      return { response: new HttpResponse({ statusCode: 200, headers: { ...old.headers }, body: old.body }) };
    }
    const answer = await this.#handler.handle(request, options);
    stale.remember(operation, request, { response: answer.response, at: now, scenes });
    return answer;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Its result is out: whatever it still does is nobody's business. */
  end(): void {
    this.#isDead = true;
  }

  updateHttpClientConfig(): void {
    return;
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  #sceneOf(name: string): Scene {
    const { stage } = this.#surroundings;
    return sceneOf(stage.sandbox.world, serviceOn(stage, name).record);
  }

  /** A look begins with the service; several releases of a process may look in one call. */
  #see(operation: string, request: HttpRequest): ReadonlyMap<string, Scene> {
    const scenes = new Map([...this.logs.keys()].map((name) => [name, this.#sceneOf(name)]));
    const looked =
      operation === 'DescribeServices'
        ? this.#servicesIn(request)
        : operation === 'GetDeployment'
          ? [...this.logs.keys()]
          : [];
    for (const [name, scene] of scenes) this.logs.get(name)?.request(scene, looked.includes(name));
    return scenes;
  }

  #servicesIn({ body }: HttpRequest): readonly string[] {
    const names = [...this.logs.keys()];
    if (names.length === 1) return names;
    const { services } = JSON.parse(textOf(body as string | Uint8Array)) as { services?: readonly string[] };
    return services ?? [];
  }

  #die(): void {
    this.#isDead = true;
    this.#handler.cut();
    this.#surroundings.onKilled();
  }

  #clock(sandbox: Sandbox): Clock {
    return {
      now: () => sandbox.clock.now() + this.#surroundings.skewMilliseconds,
      sleep: async (milliseconds, signal) => {
        if (this.isDead) return never();
        const isDead = (): boolean => this.isDead;
        try {
          await sandbox.clock.sleep(milliseconds, signal);
        } finally {
          // Who is dead does not wake.
          if (isDead()) await never();
        }
      },
    };
  }
}

/** Importing a client takes real time, in which no virtual time may pass. */
function holdingTime(clients: Clients, { clock }: Sandbox): Clients {
  return {
    applicationAutoScaling: () => clock.during(() => clients.applicationAutoScaling()),
    cloudWatch: () => clock.during(() => clients.cloudWatch()),
    cloudWatchLogs: (region) => clock.during(() => clients.cloudWatchLogs(region)),
    codeDeploy: () => clock.during(() => clients.codeDeploy()),
    ecr: (region) => clock.during(() => clients.ecr(region)),
    ecs: () => clock.during(() => clients.ecs()),
    elbv2: () => clock.during(() => clients.elbv2()),
    eventBridge: () => clock.during(() => clients.eventBridge()),
    iam: () => clock.during(() => clients.iam()),
    scheduler: () => clock.during(() => clients.scheduler()),
    secretsManager: (region) => clock.during(() => clients.secretsManager(region)),
    ssm: (region) => clock.during(() => clients.ssm(region)),
    sts: () => clock.during(() => clients.sts()),
    region: () => clock.during(() => clients.region()),
    credentialLife: () => clock.during(() => clients.credentialLife()),
    refreshCredentials: () => clients.refreshCredentials(),
  };
}

/** JSON services name the operation in a header, the query services in the body. */
function operationOf({ headers, body }: HttpRequest): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.indexOf('.') + 1);
  return /(?:^|&)Action=(\w+)/.exec(typeof body === 'string' ? body : '')?.[1] ?? '';
}

/** The sandbox reads who calls from the credential scope and checks no signature. */
function signerOf(id: string): RequestSigner {
  const scope = `${id}/20260115/us-east-1/ecs/aws4_request`;
  return {
    sign: (request) => {
      request.headers['authorization'] =
        `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
      return Promise.resolve(request);
    },
  };
}
