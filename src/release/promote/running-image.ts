import type { Aws } from '../../aws/aws.ts';
import { digestsUnder, findRegistryImage } from '../../aws/registry-images.ts';
import { EcsdeployError } from '../../model/error.ts';
import { formatImageReference, parseImageReference } from '../../model/image-reference.ts';
import { originIn } from '../../task-definitions/tags.ts';
import { knownImages } from '../known-images.ts';
import { chooseDigest, type DigestCandidate } from './choose-digest.ts';
import type { HealthySource } from './healthy-source.ts';
import type { PromotionRequest } from './promotion-request.ts';
import { NotHealthyThere } from './refusals.ts';

/** The image that a container really runs. */
export interface RunningImage {
  /** `registry/name`, or `name`: as the task definition names it, without tag and digest. */
  readonly repository: string;
  /** `sha256:…` */
  readonly digest: string;
  /** What people call it. */
  readonly tag?: string | undefined;
  /** Whether our tags on the revision are about it: a tag may have been moved, and another image deployed under it. */
  readonly isNoted: boolean;
}

/**
 * The image of a container, by the digest that its tasks run: what the revision names may be a tag that has been moved since.
 * @throws NotHealthyThere where the tasks run different images, or AWS does not tell which
 */
export async function runningImage(
  aws: Aws,
  from: PromotionRequest,
  { revision, tasks }: HealthySource,
  container: string,
): Promise<RunningImage> {
  const { image = '' } =
    revision.definition.containerDefinitions.find(({ name }) => name === container) ?? {};
  const { registry, repository = image, tag, digest: pinned } = parseImageReference(image) ?? {};
  const known = knownImages(revision).find((one) => one.container === container);
  const { digest: noted, tag: notedTag } = originIn(revision.tags);
  const uri = formatImageReference({ registry, repository });
  const named = (digest: string): RunningImage => ({
    repository: uri,
    digest,
    tag: noted === digest ? notedTag : tag,
    isNoted: noted === undefined || noted === digest,
  });
  // That the tasks run it, or a child of it, was verified.
  if (pinned !== undefined) return named(pinned);

  const digests = tasks.map((task) => task.containers.find(({ name }) => name === container)?.digest);
  const actual = [...new Set(digests.filter((digest) => digest !== undefined))];
  if (digests.includes(undefined) || actual.length === 0) {
    const because = { kind: 'digest-unknown', container } as const;
    throw new NotHealthyThere(from, { why: 'unhealthy', taskDefinition: revision.arn, because });
  }
  // What was noted of the image, and what its tag stands for now: one of both may be the index that the tasks run a child of.
  const names = [...(known?.isNote === true ? [`${uri}@${known.digest}`] : []), image];
  const isSettled = actual.length === 1 && actual[0] === known?.digest;
  const candidates = isSettled ? [] : await Promise.all(names.map((name) => candidate(aws, name)));
  const digest = chooseDigest(
    actual,
    candidates.filter((one) => one !== undefined),
  );
  if (digest === undefined)
    throw new NotHealthyThere(from, { why: 'digests-differ', container, digests: actual });
  return named(digest);
}

/** An image that ECR has, and all that may run under its name; undefined where it cannot be asked: only an index is better than what runs. */
async function candidate(aws: Aws, image: string): Promise<DigestCandidate | undefined> {
  try {
    const found = await findRegistryImage(aws, image);
    if (found.kind !== 'found') return undefined;
    return { digest: found.digest, under: await digestsUnder(aws, found.uri, found.digest) };
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    return undefined;
  }
}
