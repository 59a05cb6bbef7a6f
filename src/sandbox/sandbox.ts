import { agentOf, CallLog } from './call-log.ts';
import { readCredentialScope, type CredentialScope } from './credential-scope.ts';
import { callerArn, dispatch, modelOf } from './dispatch.ts';
import { setTraffic } from './elbv2/metrics/set-traffic.ts';
import { ImageBehaviours } from './engine/image-behaviour.ts';
import { Outside } from './engine/outside.ts';
import { Random } from './engine/random.ts';
import { Timeline } from './engine/timeline.ts';
import { Faults, type Misfortune } from './faults.ts';
import { InProcessHandler } from './in-process-handler.ts';
import { accessDenied, Enforcement, prefixOf } from './iam/enforcement/enforcement.ts';
import { IamState } from './iam/state.ts';
import { inflated } from './inflated.ts';
import { LambdaState } from './lambda/state.ts';
import { loggedInput } from './logged-input.ts';
import { newWorld } from './new-world.ts';
import { queryProtocol } from './protocol/query.ts';
import { RateQuotas, type QuotaMode } from './rate-quotas.ts';
import type { BlobStore } from './registry/blob-store.ts';
import { collected, streamed } from './registry/in-process.ts';
import type { RegistryReply, RegistryRequest, RegistryTransport } from './registry/registry-request.ts';
import { RegistrySite } from './registry/registry-site.ts';
import { Registry } from './registry/registry.ts';
import { replyAfter, type Reply } from './reply.ts';
import { route, type Route } from './routing.ts';
import { Runtimes } from './runtime/runtimes.ts';
import { answerS3 } from './s3/answer.ts';
import { S3State } from './s3/state.ts';
import type { SandboxControl } from './sandbox-control.ts';
import { notForAws } from './unrouted.ts';
import { VirtualClock } from './virtual-clock.ts';
import { waitFor } from './wait-for-reply.ts';
import type { WireRequest, WireResponse } from './wire.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  /** Every random choice comes from it: same seed and same calls, same history. */
  readonly seed?: number | undefined;
  /** Where sandbox time starts, milliseconds since the epoch. */
  readonly startAt?: number | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** How long a new service stays invisible to reads, in milliseconds. */
  readonly visibilityLag?: number | undefined;
  /** `aws`: calls over the rate quotas of the ECS API are throttled, on the sandbox's clock. Default: none is. */
  readonly quotas?: QuotaMode | undefined;
}

/** A day on which nothing happened; a fixed one, so that histories can be compared. */
const defaultStart = Date.UTC(2026, 0, 15, 9);

/** A local AWS: one account, whose regions come into being when they are first called. */
export class Sandbox {
  readonly account: string;
  readonly region: string;
  readonly seed: number;
  readonly timeline: Timeline;
  readonly clock: VirtualClock;
  readonly outside = new Outside();
  readonly runtimes = new Runtimes();
  readonly faults: Faults;
  readonly control: SandboxControl;
  readonly #visibilityLag: number;
  readonly #quotas: RateQuotas;
  readonly #site: RegistrySite;
  readonly #worlds = new Map<string, World>();
  readonly #worldListeners: ((world: World) => void)[] = [];
  readonly #behaviours: ImageBehaviours;
  readonly #lambda: LambdaState;
  readonly #iam = new IamState();
  readonly #enforcement = new Enforcement();
  readonly #s3 = new S3State();
  readonly #calls = new CallLog();
  readonly #registryCalls = new CallLog();
  readonly #registry: Registry;
  /** Apart from the world's own: how often somebody looks must not change what he sees. */
  #requestIds: Random;

  constructor(options: SandboxOptions = {}) {
    this.account = options.account ?? '123456789012';
    this.region = options.region ?? 'us-east-1';
    this.seed = options.seed ?? 1;
    this.#visibilityLag = options.visibilityLag ?? 0;
    this.#quotas = new RateQuotas(options.quotas ?? 'none');
    this.timeline = new Timeline(options.startAt ?? defaultStart);
    this.clock = new VirtualClock(this.timeline);
    this.faults = new Faults(this.seed + 1);
    this.#requestIds = new Random(this.seed + 2);
    this.#site = new RegistrySite(this.seed);
    this.#lambda = new LambdaState(() => this.timeline.now());
    this.#behaviours = new ImageBehaviours((image) => this.world.ecr.namesOf(image));
    this.#registry = new Registry({
      seed: this.seed + 3,
      world: () => this.world,
      worldOf: (region) => this.worldOf(region),
      faults: this.faults,
      calls: this.#registryCalls,
      enforcement: this.#enforcement,
    });
    this.control = this.#newControl();
  }

  /** The account in the sandbox's own region. */
  get world(): World {
    return this.worldOf(this.region);
  }

  worldOf(region: string): World {
    const known = this.#worlds.get(region);
    if (known !== undefined) return known;
    const world = newWorld({
      account: this.account,
      region,
      seed: this.seed,
      visibilityLag: this.#visibilityLag,
      timeline: this.timeline,
      outside: this.outside,
      runtimes: this.runtimes,
      behaviours: this.#behaviours,
      iam: this.#iam,
      lambda: this.#lambda,
      s3: this.#s3,
      registry: this.#site,
    });
    this.#worlds.set(region, world);
    for (const listener of this.#worldListeners) listener(world);
    return world;
  }

  /** Tells of every world: of those that are there now, and of those that come. */
  onWorld(listener: (world: World) => void): void {
    for (const world of this.#worlds.values()) listener(world);
    this.#worldListeners.push(listener);
  }

  /** Gives up health checks of real targets that are under way. */
  abandonChecks(): void {
    for (const world of this.#worlds.values()) world.elbv2.abandonChecks();
  }

  /** A name under which clients reach the registry, such as the server's `host:port`. The first one is what repositories name. */
  addRegistryHost(host: string): void {
    this.#site.addHost(host);
  }

  removeRegistryHost(host: string): void {
    this.#site.removeHost(host);
  }

  /** Where the registry's blobs go from now on: into a folder, for a server. In memory without. */
  keepBlobsIn(store: BlobStore): void {
    this.#site.blobs.use(store);
  }

  /** Forgets a store with all its blobs, and ends the uploads that are on their way into it. */
  leaveBlobStore(store: BlobStore): void {
    this.#registry.giveUpUploads();
    this.#site.blobs.leave(store);
  }

  /** For the `requestHandler` option of SDK clients: they talk to the sandbox without a socket, in virtual time. */
  requestHandler(): InProcessHandler {
    return new InProcessHandler(this);
  }

  /** Answers a request in virtual time; a lost reply rejects as a broken connection does. */
  handle(request: WireRequest): Promise<WireResponse> {
    return this.clock.during(async () => waitFor(await this.respond(request), this.clock));
  }

  /** The container registry without a socket, in virtual time. */
  readonly registry: RegistryTransport = (request) => this.handle(request);

  /** What becomes of a request to the container registry, whose body comes and goes in pieces. */
  respondAsRegistry(request: RegistryRequest): Promise<RegistryReply> {
    return this.#registry.answer(request);
  }

  /** What becomes of a request. The effect on the world has happened when this resolves. */
  async respond(sent: WireRequest): Promise<Reply> {
    const scope = readCredentialScope(sent);
    const request = scope?.signingName === 'monitoring' ? inflated(sent) : sent;
    const where = route(request, scope?.signingName);
    if (where.kind === 'registry') {
      return await collected(await this.#registry.answer(streamed(request)), request.method);
    }
    const requestId = this.#requestIds.uuid();
    const reply = await this.#replyOf(request, where, scope, requestId);
    if (reply.kind === 'answer') {
      reply.response.headers['x-amzn-requestid'] = requestId;
      reply.response.headers['date'] = new Date(this.timeline.now()).toUTCString();
    }
    return reply;
  }

  async #replyOf(
    request: WireRequest,
    where: Exclude<Route, { kind: 'registry' }>,
    scope: CredentialScope | undefined,
    requestId: string,
  ): Promise<Reply> {
    switch (where.kind) {
      case 'operation':
        return await this.#operate(request, where, scope, requestId);
      case 's3':
        return this.#operateS3(request, scope, requestId);
      case 'control':
      case 'unknown':
        return { kind: 'answer', delay: 0, response: notForAws(where) };
      default:
        return where satisfies never;
    }
  }

  #operateS3(request: WireRequest, scope: CredentialScope | undefined, requestId: string): Reply {
    const now = this.timeline.now();
    const place = { state: this.#s3, region: scope?.region ?? this.region, now, requestId };
    let misfortune: Misfortune | undefined;
    const { operation, input, response, error } = answerS3(place, request, (name, { bucket, key }) => {
      misfortune = this.faults.draw(name, () => 'Access Denied');
      if (misfortune?.outcome.kind === 'error') return misfortune.outcome.error;
      // Who may read an object may ask for its head.
      const action = `s3:${name === 'HeadObject' ? 'GetObject' : name}`;
      const resource = `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
      const caller = { arn: callerArn(this), accessKeyId: scope?.accessKeyId };
      const denial = this.#enforcement.refusalOf([{ action, resource }], caller);
      return denial === undefined ? undefined : accessDenied(denial, true);
    });
    this.#calls.add({
      at: now,
      service: 's3',
      operation,
      ...(scope !== undefined && { by: scope.accessKeyId }),
      ...agentOf(request),
      input,
      status: response.status,
      ...(error !== undefined && { error }),
      ...(misfortune !== undefined && { fault: misfortune.outcome.kind }),
    });
    return replyAfter(misfortune, response);
  }

  async #operate(
    request: WireRequest,
    { service, operation, protocol }: Extract<Route, { kind: 'operation' }>,
    scope: CredentialScope | undefined,
    requestId: string,
  ): Promise<Reply> {
    const model = await modelOf(service);
    const world = this.worldOf(scope?.region ?? this.region);
    // An unsigned request is nobody's, so it counts for no account.
    const throttled =
      scope &&
      this.#quotas.count({
        region: world.region,
        service: service.name,
        operation,
        now: this.timeline.now(),
      });
    const action = `${prefixOf(service)}:${operation}`;
    // A call that is over its quota gets no further; a fault is kept for one that does.
    const misfortune =
      throttled === undefined
        ? this.faults.draw(
            operation,
            () =>
              `User: ${callerArn(world)} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
          )
        : undefined;
    const { response, input, error } = dispatch(model, {
      call: { service, operation, request },
      protocol,
      scope,
      world,
      requestId,
      refusal: throttled ?? (misfortune?.outcome.kind === 'error' ? misfortune.outcome.error : undefined),
      deny: (input, caller) => {
        const denial = this.#enforcement.refusalOfCall({ service, operation, input, world, caller });
        return denial === undefined ? undefined : accessDenied(denial, protocol === queryProtocol);
      },
    });
    this.#calls.add({
      at: this.timeline.now(),
      service: service.name,
      operation,
      ...(scope !== undefined && { by: scope.accessKeyId }),
      ...agentOf(request),
      input: loggedInput(service.name, input),
      status: response.status,
      ...(error !== undefined && { error }),
      ...(misfortune !== undefined && { fault: misfortune.outcome.kind }),
    });
    return replyAfter(misfortune, response);
  }

  #newControl(): SandboxControl {
    return {
      behave: (image, change) => this.#behaviours.set(image, change),
      hook: (functionName, answers) => this.#lambda.script(functionName, answers),
      invocations: () => this.#lambda.invocations,
      traffic: (loadBalancer, stream) => setTraffic([...this.#worlds.values()], loadBalancer, stream),
      fault: (fault) => this.faults.add(fault),
      clearFaults: () => this.faults.clear(),
      enforceIam: (enforced) => {
        if (enforced === undefined) this.#enforcement.clear();
        else this.#enforcement.set(enforced);
      },
      advance: (milliseconds) => this.clock.jumpTo(this.timeline.now() + milliseconds),
      reset: () => {
        this.timeline.clear();
        this.runtimes.reset();
        for (const world of this.#worlds.values()) world.elbv2.close();
        this.#worlds.clear();
        this.#registry.reset();
        this.#site.blobs.clear();
        this.#behaviours.clear();
        this.#lambda.clear();
        this.#iam.clear();
        this.#s3.clear();
        this.faults.reset();
        this.#quotas.reset();
        this.#requestIds = new Random(this.seed + 2);
        this.#calls.clear();
        this.#registryCalls.clear();
      },
      status: () => {
        const clusters = [...this.#worlds.values()].flatMap((world) => [...world.ecs.clusters.values()]);
        return {
          account: this.account,
          region: this.region,
          seed: this.seed,
          now: this.timeline.now(),
          clusters: clusters.length,
          services: clusters.reduce((sum, cluster) => sum + cluster.services.size, 0),
          calls: Object.values(this.#calls.counts()).reduce((sum, count) => sum + count, 0),
          faults: this.faults.list(),
          hooks: this.#lambda.scripts(),
          traffic: [...this.#worlds.values()].flatMap((world) => [...world.elbv2.simulatedTraffic.streams()]),
          quotas: this.#quotas.status(),
          runtime: this.runtimes.status(),
          enforcement: this.#enforcement.status(),
        };
      },
      calls: this.#calls,
      registryCalls: this.#registryCalls,
    };
  }
}
