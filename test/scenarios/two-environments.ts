import { ECR } from '@aws-sdk/client-ecr';
import { ECS } from '@aws-sdk/client-ecs';
import { minutes } from '../../src/model/duration.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { deploy } from '../../src/release/deploy.ts';
import type { PromotionRequest } from '../../src/release/promote/promotion-request.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import { ref, Rehearsal, webTaskDefinition, type Stage } from './rehearsal.ts';

export interface Environments {
  readonly staging?: Stage;
  /** Where production is; staging is in us-east-1. */
  readonly region?: string;
  /** Production is in this account, and staging in the usual one. */
  readonly account?: string;
  /** What the container of production runs. */
  readonly liveImage?: string;
}

type Definition = ReturnType<typeof webTaskDefinition>;

const repositoryName = 'shop/web';
const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestOf = (version: number) => ({
  imageTag: `v${version}`,
  imageManifest: JSON.stringify({ schemaVersion: 2, version }),
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
});

/** The service of staging is that of a rehearsal; beside it, or elsewhere, there is one of production: `live/web`. */
export class TwoEnvironments {
  readonly staging: Rehearsal;
  readonly live: ECS;
  readonly liveEcr: ECR;
  /** Of the repository in staging. */
  uri = '';
  readonly #home: Rehearsal;
  readonly #where: Environments;

  private constructor(staging: Rehearsal, home: Rehearsal, where: Environments) {
    this.staging = staging;
    this.#home = home;
    this.#where = where;
    const client = {
      region: where.region ?? 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: home.sandbox.requestHandler(),
      maxAttempts: 1,
    };
    this.live = new ECS(client);
    this.liveEcr = new ECR(client);
    if (home !== staging) home.neighbours.set('staging', staging);
  }

  static async begin(where: Environments = {}): Promise<TwoEnvironments> {
    const staging = await Rehearsal.begin(where.staging);
    const home = where.account === undefined ? staging : await Rehearsal.begin({ account: where.account });
    const both = new TwoEnvironments(staging, home, where);
    const { repository } = await staging.ecr.createRepository({ repositoryName });
    both.uri = repository?.repositoryUri ?? '';
    await both.live.createCluster({ clusterName: 'live' });
    await both.serve('web', where.liveImage);
    return both;
  }

  /** A service of production that runs version 0 of something. */
  async serve(name: string, image = `registry.example/${name}:0`): Promise<void> {
    await create(this.live, { cluster: 'live', name, family: `live-${name}`, image });
    await this.#home.sandbox.clock.sleep(minutes(10));
  }

  /** A service of staging beside the one of the rehearsal. */
  async serveInStaging(name: string, image: string): Promise<void> {
    await create(this.staging.ecs, { cluster: ref.cluster, name, family: name, image });
    await this.staging.sandbox.clock.sleep(minutes(10));
  }

  /** Puts an image into the registry of staging. @returns its digest */
  async push(version: number): Promise<string> {
    const { image } = await this.staging.ecr.putImage({ repositoryName, ...manifestOf(version) });
    return image?.imageId?.imageDigest ?? '';
  }

  /** Puts the very same image into a repository of production. */
  async replicate(version: number, into = repositoryName): Promise<string> {
    const { repositories } = await this.liveEcr
      .describeRepositories({ repositoryNames: [into] })
      .catch(async () => {
        const { repository } = await this.liveEcr.createRepository({ repositoryName: into });
        return { repositories: [repository] };
      });
    await this.liveEcr.putImage({ repositoryName: into, ...manifestOf(version) });
    return repositories?.[0]?.repositoryUri ?? '';
  }

  /** Pushes an image and releases it to staging. @returns its digest */
  async release(version: number, request: Partial<DeployRequest> = {}): Promise<string> {
    const digest = await this.push(version);
    await this.staging.deploy({ images: [{ image: `${this.uri}:v${version}` }], ...request });
    return digest;
  }

  /** Moves a tag in staging to another image. @returns the digest of that */
  async moveTag(imageTag: string, version: number): Promise<string> {
    const { image } = await this.staging.ecr.putImage({ repositoryName, ...manifestOf(version), imageTag });
    return image?.imageId?.imageDigest ?? '';
  }

  /** An image of several platforms, one of which is there. @returns its digest */
  async pushIndex(imageTag: string, child: string): Promise<string> {
    const { image } = await this.staging.ecr.putImage({
      repositoryName,
      imageTag,
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: indexType,
        manifests: [{ digest: child, platform: { os: 'linux', architecture: 'amd64' } }],
      }),
      imageManifestMediaType: indexType,
    });
    return image?.imageId?.imageDigest ?? '';
  }

  /** Somebody releases an image to staging without ecsdeploy. */
  async releaseByHand(image: string): Promise<void> {
    const { ecs } = this.staging;
    const { taskDefinition } = await ecs.registerTaskDefinition(withImage(webTaskDefinition(), image));
    await ecs.updateService({ ...ref, taskDefinition: taskDefinition?.taskDefinitionArn });
    await this.staging.steady();
  }

  /** Production has a container more. */
  async addSidecar(image: string): Promise<void> {
    const [app] = webTaskDefinition().containerDefinitions ?? [];
    const containerDefinitions = [
      { ...app, image: 'registry.example/web:0' },
      { name: 'proxy', image },
    ];
    const definition = { ...webTaskDefinition({ family: 'live-web' }), containerDefinitions };
    await this.live.registerTaskDefinition(definition);
    await this.live.updateService({ cluster: 'live', service: 'web', taskDefinition: 'live-web' });
    await this.#home.sandbox.clock.sleep(minutes(10));
  }

  /** A process that releases to production. */
  context(): ReleaseContext {
    const context = this.#home.context();
    const { region = 'us-east-1' } = this.#where;
    return { ...context, aws: context.awsOf({ region }) };
  }

  request(promotion: Partial<PromotionRequest> = {}, request: Partial<DeployRequest> = {}): DeployRequest {
    return {
      service: { cluster: 'live', service: 'web' },
      base: { kind: 'live' },
      images: [],
      settings: {},
      imageReference: 'digest',
      force: false,
      ifBusy: 'refuse',
      timeoutMilliseconds: minutes(30),
      rollback: 'automatic',
      rollbackOnTimeout: false,
      onInterrupt: 'detach',
      dryRun: false,
      promotion: {
        environment: 'staging',
        into: 'production',
        service: ref,
        region: 'us-east-1',
        profile: this.#home === this.staging ? undefined : 'staging',
        gates: { gates: [], watchForMilliseconds: 0 },
        repository: repositoryName,
        aboutCommit: () => Promise.resolve({}),
        ...promotion,
      },
      ...request,
    };
  }

  /** Releases to production what runs in staging. */
  promote(
    promotion: Partial<PromotionRequest> = {},
    request: Partial<DeployRequest> = {},
  ): Promise<ReleaseResult> {
    return deploy(this.context(), this.request(promotion, request));
  }

  /** Images that production names, and what its tags note. */
  async production(name = 'web'): Promise<{ images: Record<string, string>; tags: Record<string, string> }> {
    const { services } = await this.live.describeServices({ cluster: 'live', services: [name] });
    const { taskDefinition, tags = [] } = await this.live.describeTaskDefinition({
      taskDefinition: services?.[0]?.taskDefinition,
      include: ['TAGS'],
    });
    const containers = taskDefinition?.containerDefinitions ?? [];
    return {
      images: Object.fromEntries(containers.map((one) => [one.name ?? '', one.image ?? ''])),
      tags: Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])),
    };
  }
}

function withImage(definition: Definition, image: string): Definition {
  const containerDefinitions = definition.containerDefinitions?.map((container) => ({ ...container, image }));
  return { ...definition, containerDefinitions };
}

async function create(
  ecs: ECS,
  { cluster, name, family, image }: Readonly<Record<'cluster' | 'name' | 'family' | 'image', string>>,
): Promise<void> {
  await ecs.registerTaskDefinition(withImage(webTaskDefinition({ family }), image));
  await ecs.createService({
    cluster,
    serviceName: name,
    taskDefinition: family,
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
  });
}
