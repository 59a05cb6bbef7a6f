import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import { deploySeveral, type Member } from '../../src/release/several/deploy-several.ts';
import type { OnFailure } from '../../src/release/several/run-order.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { Rehearsal, webTaskDefinition } from './rehearsal.ts';

export interface RunOrder {
  /** The services and what each comes after, in the order of the run. */
  readonly order: Readonly<Record<string, readonly string[]>>;
  readonly onFailure?: OnFailure;
  readonly parallel?: number;
  readonly interrupt?: AbortSignal;
  /** The process that runs it; one that builds nothing without it. */
  readonly as?: ReleaseContext;
  /** What one of them is released with, instead of version 2 of its image. */
  readonly requests?: Readonly<Record<string, Partial<DeployRequest>>>;
}

export interface Told {
  readonly at: number;
  readonly service: string;
  readonly fact: ReleaseFact;
}

export const imageOf = (service: string, version: number | string) =>
  `registry.example/${service}:${version}`;
export const refOf = (service: string) => ({ cluster: 'prod', service });

/** Several services in one cluster, released by one process. */
export class RehearsedRun {
  readonly rehearsal: Rehearsal;
  /** Everything that was told, in order. */
  readonly told: Told[] = [];

  private constructor(rehearsal: Rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Each service runs two tasks of version 1 of its image, steady. */
  static async begin(
    services: readonly string[],
    options: SandboxOptions & { readonly service?: Partial<CreateServiceCommandInput> } = {},
  ): Promise<RehearsedRun> {
    const { service, ...stage } = options;
    const run = new RehearsedRun(await Rehearsal.begin(stage));
    for (const name of services) {
      await run.#create(name, service);
      // As fast as AWS lets revisions be registered.
      if (stage.quotas === 'aws') await run.rehearsal.sandbox.clock.sleep(seconds(1));
    }
    await run.rehearsal.sandbox.clock.sleep(minutes(10));
    return run;
  }

  async deploy({
    order,
    onFailure = 'stop',
    parallel = 20,
    interrupt,
    as,
    requests = {},
  }: RunOrder): Promise<{
    readonly results: readonly ReleaseResult[];
    /** By service: kind of the outcome. */
    readonly outcomes: Readonly<Record<string, string>>;
  }> {
    const process = as ?? this.rehearsal.context(interrupt);
    const members = Object.entries(order).map(([name, after]): Member => {
      const context = this.contextOf(process, name);
      const request = { ...this.request(name), ...requests[name] };
      const imageContext = this.contextOf(process, `image of ${request.build?.settings.repository ?? ''}`);
      return { name, after, request, context, imageContext };
    });
    const results = await deploySeveral({ members, parallel, onFailure });
    return {
      results,
      outcomes: Object.fromEntries(results.map(({ service, outcome }) => [service.service, outcome.kind])),
    };
  }

  /** The same process, telling of another service. */
  contextOf(process: ReleaseContext, service: string): ReleaseContext {
    const { clock } = this.rehearsal.sandbox;
    return { ...process, report: (fact) => this.told.push({ at: clock.now(), service, fact }) };
  }

  request(name: string): DeployRequest {
    return {
      service: refOf(name),
      base: { kind: 'live' },
      images: [{ image: imageOf(name, 2) }],
      settings: {},
      imageReference: 'digest',
      force: false,
      ifBusy: 'refuse',
      timeoutMilliseconds: minutes(30),
      rollback: 'automatic',
      rollbackOnTimeout: false,
      onInterrupt: 'detach',
      dryRun: false,
    };
  }

  /** `family:revision` of what each service runs, as the sandbox knows it. */
  async serving(...names: readonly string[]): Promise<string[]> {
    const { services } = await this.rehearsal.ecs.describeServices({ cluster: 'prod', services: [...names] });
    return (services ?? []).map(({ taskDefinition }) => taskDefinition?.split('/').at(-1) ?? '');
  }

  /** Containers of this version exit with 1 after two seconds. */
  breaks(service: string, version: number | string = 2): void {
    this.rehearsal.sandbox.control.behave(imageOf(service, version), { exit: { code: 1, after: 2_000 } });
  }

  /** When something was told of a service first. */
  firstTold(service: string, type: ReleaseFact['type']): number {
    return this.told.find((told) => told.service === service && told.fact.type === type)?.at ?? Number.NaN;
  }

  async #create(name: string, service: Partial<CreateServiceCommandInput> = {}): Promise<void> {
    const { ecs } = this.rehearsal;
    const definition = webTaskDefinition({ family: name });
    const containerDefinitions = definition.containerDefinitions?.map((container) => ({
      ...container,
      image: imageOf(name, 1),
    }));
    await ecs.registerTaskDefinition({ ...definition, containerDefinitions });
    await ecs.createService({
      ...refOf(name),
      serviceName: name,
      taskDefinition: name,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      ...service,
    });
  }
}
