import { Readable } from 'node:stream';
import { agentOf, type CallLog } from '../call-log.ts';
import { tagTaken } from '../ecr/push-image.ts';
import { Random } from '../engine/random.ts';
import { callerArn } from '../dispatch.ts';
import type { Faults } from '../faults.ts';
import type { Enforcement } from '../iam/enforcement/enforcement.ts';
import { registryRequirements } from '../iam/enforcement/rules/ecr.ts';
import { replyAfter } from '../reply.ts';
import type { World } from '../world.ts';
import { authenticate } from './authenticate.ts';
import { readEndpoint, type Endpoint } from './endpoint.ts';
import { OpenUploads } from './open-uploads.ts';
import { registryOperation } from './operations/index.ts';
import { errorResponse, RegistryError } from './registry-error.ts';
import type { RegistryReply, RegistryRequest, RegistryResponse } from './registry-request.ts';

export interface RegistryOptions {
  readonly seed: number;
  readonly world: () => World;
  readonly worldOf: (region: string) => World;
  readonly faults: Faults;
  readonly calls: CallLog;
  /** The policy that requests are held against. */
  readonly enforcement: Enforcement;
}

/**
 * The registry of containers under `/v2/`: the OCI distribution specification with ECR's manners. One address serves all regions; the
 * token of a login says which one is meant.
 */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #uploads = new OpenUploads();
  #random: Random;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  /** What becomes of a request. The effect has happened when this resolves. */
  async answer(request: RegistryRequest): Promise<RegistryReply> {
    const { faults, calls, world } = this.#options;
    const endpoint = readEndpoint(request.path);
    const operation = endpoint && registryOperation(endpoint.kind, request.method);
    const name = `registry:${operation?.name ?? 'Unknown'}`;
    const misfortune = faults.draw(name, () =>
      endpoint?.kind === 'manifest'
        ? tagTaken(endpoint.name, endpoint.reference)
        : 'requested access to the resource is denied',
    );
    const refusal = misfortune?.outcome.kind === 'error' ? misfortune.outcome.error : undefined;
    const { response, error } = await this.#respond(request, endpoint, async (inRegion) => {
      if (refusal?.code === 'UNAUTHORIZED') return challenge(inRegion.ecr.endpoint);
      if (refusal !== undefined) return errorResponse(refusal);
      if (endpoint === undefined) throw new RegistryError('NOT_FOUND', `There is nothing at ${request.path}`);
      if (operation === undefined) throw new RegistryError('UNSUPPORTED', 'The operation is unsupported.');
      // The table of operations pairs each kind of endpoint with what works on it.
      return await operation.run({
        world: inRegion,
        request,
        endpoint,
        uploads: this.#uploads,
        random: this.#random,
      });
    });
    const { method, path } = request;
    const failed = error ?? refusal?.code;
    calls.add({
      at: world().timeline.now(),
      service: 'registry',
      operation: name,
      ...agentOf(request),
      input: { method, path },
      status: response.status,
      ...(failed !== undefined && { error: failed }),
      ...(misfortune !== undefined && { fault: misfortune.outcome.kind }),
    });
    response.headers['docker-distribution-api-version'] = 'registry/2.0';
    response.headers['date'] = new Date(world().timeline.now()).toUTCString();
    const reply = replyAfter(misfortune, response);
    // Nobody will read it.
    if (reply.kind !== 'answer' && response.body instanceof Readable) response.body.destroy();
    return reply;
  }

  /** Ends all uploads that are under way. */
  giveUpUploads(): void {
    this.#uploads.clear();
  }

  /** Gives up all uploads; chance starts over. */
  reset(): void {
    this.giveUpUploads();
    this.#random = new Random(this.#options.seed);
  }

  /** Lets in whoever has a token, and turns refusals into answers. */
  async #respond(
    request: RegistryRequest,
    endpoint: Endpoint | undefined,
    run: (world: World) => Promise<RegistryResponse>,
  ): Promise<{ response: RegistryResponse; error?: string }> {
    const { world, worldOf } = this.#options;
    const { timeline, ecr } = world();
    try {
      const key = ecr.site.tokenKey;
      const caller = authenticate(request, endpoint, { key, now: timeline.now() });
      if (caller.kind === 'unknown') return { response: challenge(ecr.endpoint), error: 'UNAUTHORIZED' };
      const inRegion = worldOf(caller.region);
      this.#requirePermission(request, endpoint, { world: inRegion, accessKeyId: caller.accessKeyId });
      return { response: await run(inRegion) };
    } catch (error) {
      const known = isRegistryError(error);
      const refusal = known ? error : { code: 'UNKNOWN', status: 500, message: bug(error) };
      return { response: errorResponse(refusal, known ? error.headers : {}), error: refusal.code };
    }
  }

  /** @throws RegistryError DENIED */
  #requirePermission(
    { method }: RegistryRequest,
    endpoint: Endpoint | undefined,
    caller: { readonly world: World; readonly accessKeyId: string | undefined },
  ): void {
    const { world, accessKeyId } = caller;
    const needs = registryRequirements(endpoint, method, world);
    const denial = this.#options.enforcement.refusalOf(needs, { arn: callerArn(world), accessKeyId });
    if (denial !== undefined) throw new RegistryError('DENIED', denial);
  }
}

/** ECR's answer to a request without a login, or with a wrong one: plain text, unlike all others. */
function challenge(endpoint: string): RegistryResponse {
  return {
    status: 401,
    headers: {
      'www-authenticate': `Basic realm="${endpoint}/",service="ecr.amazonaws.com"`,
      'content-type': 'text/plain; charset=utf-8',
    },
    body: 'Not Authorized\n',
  };
}

/** Operations run in other realms under Jest, so `instanceof` is not asked alone. */
function isRegistryError(error: unknown): error is RegistryError {
  return error instanceof RegistryError || (error instanceof Error && error.name === 'RegistryError');
}

function bug(error: unknown): string {
  return `A bug in the ecsdeploy sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
