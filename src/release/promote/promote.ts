import { requireService } from '../../aws/services.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { parseImageReference, formatImageReference } from '../../model/image-reference.ts';
import type { PromotedFrom } from '../../model/promoted-from.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import { originIn } from '../../task-definitions/tags.ts';
import { baseOf } from '../plan-deploy.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { DeployRequest, ImageRequest } from '../requests.ts';
import { findHealthy, type HealthySource } from './healthy-source.ts';
import { imageFor, type BothSides } from './image-for.ts';
import { pairContainers, type ContainerPair } from './pair-containers.ts';
import type { PromotionRequest } from './promotion-request.ts';
import { OtherCommitThere, UnpairedContainers } from './refusals.ts';
import { runningImage, type RunningImage } from './running-image.ts';

/**
 * A release of what runs healthy in another environment: the request with the images by their digests, and with what is known of them there.
 * Reads only, in both environments.
 * @param context of the environment that is released to
 * @throws NotHealthyThere, NotReplicated, OtherCommitThere, UnpairedContainers, and what reading throws
 */
export async function promote(
  context: ReleaseContext,
  request: DeployRequest,
  from: PromotionRequest,
): Promise<DeployRequest> {
  const { region, profile } = from;
  // Bound by the interruption as everything else that only reads.
  const { interrupt } = context.aws;
  const elsewhere = { ...context, aws: { ...context.awsOf({ region, profile }), interrupt } };
  const found = await findHealthy(elsewhere, from);
  const { base, ...here } = await target(context, request);
  const there = { context: elsewhere, account: found.account, region: found.region };
  const sides = { from, there, here: { context, ...here } };

  const moved: Moved[] = [];
  for (const pair of pairs(request, from, base, found)) {
    const image = await runningImage(elsewhere.aws, from, found, pair.there);
    const repository = from.repository ?? repositoryIn(base, pair.container);
    moved.push({ pair, image, name: await imageFor(sides, image, repository) });
  }
  return await withMoved(request, from, found, moved);
}

/** An image, with the container that it is for and what it is called here. */
interface Moved {
  readonly pair: ContainerPair;
  readonly image: RunningImage;
  readonly name: string;
}

async function target(
  context: ReleaseContext,
  request: DeployRequest,
): Promise<{ base: TaskDefinition } & Pick<BothSides['here'], 'account' | 'region'>> {
  const service = await requireService(context.aws, request.service);
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const current = await requireTaskDefinition(context.aws, primary?.taskDefinition ?? service.taskDefinition);
  const { definition: base } = await baseOf(context, request, current);
  const [, , , region = '', account = ''] = service.arn.split(':');
  return { base, account, region };
}

function pairs(
  { containers }: DeployRequest,
  from: PromotionRequest,
  base: TaskDefinition,
  { revision }: HealthySource,
): readonly ContainerPair[] {
  const there = { definition: revision.definition, containers: from.containers };
  const pairing = pairContainers({ definition: base, containers }, there);
  if (pairing.kind === 'paired') return pairing.pairs;
  throw new UnpairedContainers(from, base.family, pairing);
}

/** A short name says nothing of where the environment takes its images from. */
function repositoryIn({ containerDefinitions }: TaskDefinition, container: string): string | undefined {
  const { image = '' } = containerDefinitions.find(({ name }) => name === container) ?? {};
  const { registry, repository } = parseImageReference(image) ?? {};
  if (registry === undefined || repository === undefined) return undefined;
  return formatImageReference({ registry, repository });
}

async function withMoved(
  request: DeployRequest,
  from: PromotionRequest,
  { service, revision, since, account, region }: HealthySource,
  moved: readonly Moved[],
): Promise<DeployRequest> {
  // Our tags are about the image that ecsdeploy has released; somebody may have brought in another one with the same revision.
  const noted = moved.some(({ image }) => image.isNoted) ? originIn(revision.tags) : {};
  if (from.commit !== undefined && noted.commit !== undefined && !noted.commit.startsWith(from.commit))
    throw new OtherCommitThere(from, from.commit, noted.commit);
  const commit = noted.commit ?? from.commit;
  const about = await from.aboutCommit(commit);
  const subject = about.subject ?? noted.subject;
  const promoted: PromotedFrom = {
    environment: from.environment,
    service: service.ref,
    account,
    region,
    taskDefinition: revision.arn,
    since,
    commit,
    subject,
    images: moved.map(({ pair, image }) => ({
      container: pair.container,
      runs: `${image.repository}@${image.digest}`,
      digest: image.digest,
    })),
  };
  return {
    ...request,
    images: moved.map(({ pair, image, name }): ImageRequest => ({
      container: pair.container,
      image: name,
      tag: image.tag,
    })),
    commit,
    note: { ...request.note, subject },
    order: about.order,
    imageReference: 'digest',
    promoted,
  };
}
