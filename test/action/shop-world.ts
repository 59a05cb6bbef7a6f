import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { demoCaller, securityGroups, seedRole, subnets } from '../../src/sandbox/demo-parts.ts';
import { ecrOperations } from '../../src/sandbox/ecr/operations/index.ts';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { World } from '../../src/sandbox/world.ts';

/** As in the example workflows. */
export const region = 'eu-west-1';
export const services = ['web', 'api'] as const;
const clusters = ['staging', 'production'] as const;

export type Cluster = (typeof clusters)[number];
export type Service = (typeof services)[number];

/** How AWS has a service, as far as the workflows promise something of it. */
export interface Standing {
  /** SHA that its image is tagged with. */
  readonly commit: string;
  /** 1 where no deployment is in progress. */
  readonly deployments: number;
  readonly running: number;
}

export function createRepositories(world: World): void {
  for (const service of services) {
    ecrOperations.CreateRepository(world, { repositoryName: `shop/${service}` }, demoCaller(world));
  }
}

/** Two clusters with a service of each name, steady with the image of this commit. */
export function openServices(sandbox: Sandbox, sha: string): void {
  const world = sandbox.worldOf(region);
  const caller = demoCaller(world);
  const executionRoleArn = seedRole(world, 'ecsTaskExecutionRole');
  for (const cluster of clusters) {
    ecsOperations.CreateCluster(world, { clusterName: cluster }, caller);
    for (const service of services) {
      const image = `${world.ecr.host}/shop/${service}:${sha}`;
      const registered = definition(`${cluster}-${service}`, service, image, executionRoleArn);
      ecsOperations.RegisterTaskDefinition(world, registered, caller);
      ecsOperations.CreateService(
        world,
        {
          cluster,
          serviceName: service,
          taskDefinition: `${cluster}-${service}:1`,
          desiredCount: 2,
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups } },
          deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
        },
        caller,
      );
    }
  }
  sandbox.control.advance(5 * 60_000);
}

/** The image of the revision that a service is at. */
export function imageOf(sandbox: Sandbox, cluster: Cluster, service: Service): string {
  const world = sandbox.worldOf(region);
  const asked = { taskDefinition: described(world, cluster, service)?.taskDefinition ?? '' };
  const { taskDefinition } = ecsOperations.DescribeTaskDefinition(world, asked, demoCaller(world));
  return taskDefinition?.containerDefinitions?.[0]?.image ?? '';
}

export function standingOf(sandbox: Sandbox, cluster: Cluster, service: Service): Standing {
  const world = sandbox.worldOf(region);
  const found = described(world, cluster, service);
  return {
    commit: commitOf(world, service, imageOf(sandbox, cluster, service)),
    deployments: found?.deployments?.length ?? 0,
    running: found?.runningCount ?? 0,
  };
}

function described(world: World, cluster: Cluster, service: Service) {
  return ecsOperations.DescribeServices(world, { cluster, services: [service] }, demoCaller(world))
    .services?.[0];
}

/** Images are named by tag at first, and by digest after a release. */
function commitOf(world: World, service: Service, image: string): string {
  const [, tag] = /:([0-9a-f]{40})$/.exec(image) ?? [];
  if (tag !== undefined) return tag;
  const asked = {
    repositoryName: `shop/${service}`,
    imageIds: [{ imageDigest: image.split('@').at(-1) ?? '' }],
  };
  const { imageDetails } = ecrOperations.DescribeImages(world, asked, demoCaller(world));
  return imageDetails?.[0]?.imageTags?.[0] ?? image;
}

function definition(
  family: string,
  name: string,
  image: string,
  executionRoleArn: string,
): RegisterTaskDefinitionCommandInput {
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn,
    containerDefinitions: [{ name, image, essential: true }],
  };
}
