import { IAM } from '@aws-sdk/client-iam';
import { SSM } from '@aws-sdk/client-ssm';
import { newest } from '../codedeploy-stage.ts';
import { ref, Rehearsal, webTaskDefinition, type Stage } from '../rehearsal.ts';
import { minutes, seconds } from '../../../src/model/duration.ts';
import type { Readiness } from '../../../src/model/readiness.ts';
import { verifyService } from '../../../src/release/preflight/verify-service.ts';
import type { Way } from './steps.ts';

const repositoryName = 'shop/web';
const firstImage = 'registry.example/web:1';
const broken = { stoppedReason: 'CannotPullContainerError: failed to resolve ref: not found' };
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com', 'codedeploy.amazonaws.com'] },
    },
  ],
});

/** As little as there can be, so that a history is short: one task, and no waits. */
function stageOf(way: Way): Stage {
  const deploymentCircuitBreaker = { enable: true, rollback: true };
  switch (way) {
    case 'rolling':
      return { desired: 1 };
    case 'blue-green':
      return {
        desired: 1,
        twoGroups: {},
        service: {
          deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0, deploymentCircuitBreaker },
        },
      };
    case 'canary':
      return {
        desired: 1,
        twoGroups: {},
        service: {
          deploymentConfiguration: {
            strategy: 'CANARY',
            bakeTimeInMinutes: 0,
            canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
            deploymentCircuitBreaker,
          },
        },
      };
    case 'codedeploy':
      return { desired: 1, codeDeploy: { terminationWait: 0 } };
    default:
      return way satisfies never;
  }
}

/** A service that serves `web:1`, an image of another registry, with a repository for what comes after it; and people who do things to it. */
export class Shop {
  readonly rehearsal: Rehearsal;
  readonly way: Way;
  readonly #uri: string;
  readonly #digests = new Map<number, string>();

  private constructor(rehearsal: Rehearsal, way: Way, uri: string) {
    this.rehearsal = rehearsal;
    this.way = way;
    this.#uri = uri;
  }

  static async open(way: Way): Promise<Shop> {
    const rehearsal = await Rehearsal.begin(stageOf(way));
    const { repository } = await rehearsal.ecr.createRepository({ repositoryName });
    // What the task definition, the service and the deployment group name.
    const client = {
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: rehearsal.sandbox.requestHandler(),
      maxAttempts: 1,
    };
    const iam = new IAM(client);
    for (const RoleName of ['execution', 'infrastructure', 'codeDeployRole'])
      await iam.createRole({ RoleName, AssumeRolePolicyDocument: trust });
    await new SSM(client).putParameter({ Name: 'token', Value: 'x', Type: 'String' });
    return new Shop(rehearsal, way, repository?.repositoryUri ?? '');
  }

  /** As a person names the image of a version. */
  imageOf(version: number): string {
    return version === 1 ? firstImage : `${this.#uri}:v${version}`;
  }

  async push(version: number): Promise<string> {
    const { image } = await this.rehearsal.ecr.putImage({
      repositoryName,
      imageTag: `v${version}`,
      imageManifest: JSON.stringify({ schemaVersion: 2, version }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
    this.#digests.set(version, image?.imageId?.imageDigest ?? '');
    return this.imageOf(version);
  }

  async removeImage(version: number): Promise<void> {
    const imageDigest = this.#digests.get(version) ?? '';
    await this.rehearsal.ecr.batchDeleteImage({ repositoryName, imageIds: [{ imageDigest }] });
  }

  /** Whether new tasks of a version can start. */
  behave(version: number, how: 'well' | 'badly'): void {
    this.rehearsal.sandbox.control.behave(
      this.imageOf(version),
      how === 'badly' ? broken : { failure: 'none' },
    );
  }

  async deregister(revision: number): Promise<void> {
    await this.rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: `web:${revision}` });
  }

  async delete(revision: number): Promise<void> {
    await this.deregister(revision);
    await this.rehearsal.ecs.deleteTaskDefinitions({ taskDefinitions: [`web:${revision}`] });
  }

  /** A person releases a version without ecsdeploy, by its tag. */
  async releaseByHand(version: number): Promise<void> {
    const { ecs, codeDeploy } = this.rehearsal;
    const [container] = webTaskDefinition().containerDefinitions ?? [];
    const image = await this.push(version);
    const { taskDefinition } = await ecs.registerTaskDefinition(
      webTaskDefinition({ containerDefinitions: [{ ...container, image }] }),
    );
    const TaskDefinition = taskDefinition?.taskDefinitionArn ?? '';
    if (this.way !== 'codedeploy') {
      await ecs.updateService({ ...ref, taskDefinition: TaskDefinition });
      return;
    }
    const LoadBalancerInfo = { ContainerName: 'app', ContainerPort: 8080 };
    const TargetService = {
      Type: 'AWS::ECS::Service',
      Properties: { TaskDefinition, LoadBalancerInfo },
    };
    await codeDeploy.createDeployment({
      applicationName: 'AppECS-prod-web',
      deploymentGroupName: 'DgpECS-prod-web',
      revision: {
        revisionType: 'AppSpecContent',
        appSpecContent: { content: JSON.stringify({ version: 0, Resources: [{ TargetService }] }) },
      },
    });
  }

  /** A person stops a deployment of CodeDeploy, and has it taken back. */
  async stopByHand(): Promise<void> {
    const now = await newest(this.rehearsal);
    await this.rehearsal.codeDeploy.stopDeployment({ deploymentId: now?.id, autoRollbackEnabled: true });
  }

  /** Until nothing goes on any more. */
  async calm(): Promise<void> {
    await this.rehearsal.sandbox.clock.sleep(seconds(20));
    await this.rehearsal.steady();
    await this.rehearsal.sandbox.clock.sleep(minutes(2));
  }

  /** What `verify --rollback` says. */
  async readiness(): Promise<Readiness | undefined> {
    const { readiness } = await verifyService(this.rehearsal.context(), {
      service: ref,
      base: { kind: 'live' },
      images: [],
      settings: {},
      rollback: 'automatic',
      timeoutMilliseconds: minutes(20),
      goesBack: true,
    });
    return readiness;
  }

  /** Digests that running tasks have, by revision: `web:7` → `sha256:…`, one for each task. Undefined: the image is not of our repository. */
  async running(): Promise<{ readonly revision: string; readonly digest: string | undefined }[]> {
    const { ecs } = this.rehearsal;
    const { taskArns = [] } = await ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await ecs.describeTasks({ cluster: ref.cluster, tasks: taskArns });
    return tasks
      .filter(({ lastStatus }) => lastStatus === 'RUNNING')
      .map(({ taskDefinitionArn, containers }) => ({
        revision: taskDefinitionArn?.split('/').at(-1) ?? '',
        digest: containers?.[0]?.imageDigest,
      }));
  }

  /** Digest of a version that was pushed; undefined: it was not. */
  digestOf(version: number): string | undefined {
    return this.#digests.get(version);
  }
}
