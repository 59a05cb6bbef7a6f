import { repositoryPlace } from '../../../aws/repositories.ts';
import { findRegistryImage, type RegistryImage } from '../../../aws/registry-images.ts';
import { parseImageReference } from '../../../model/image-reference.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { imagePlatforms, isFor, platformOf } from '../../check-platforms.ts';
import {
  errorOf,
  passed,
  skipped,
  warningOf,
  type PreflightCheck,
  type PreflightContext,
} from '../preflight-check.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';

const name = 'images';

/** What a registry says of an image. */
export type ImageAnswer =
  | { readonly kind: 'found' }
  | { readonly kind: 'missing'; readonly what: 'repository' | 'image' }
  | { readonly kind: 'elsewhere'; readonly registry: string };

/** The images of all containers: there, and for the processor that the tasks run on. Only ECR is asked. */
export const imagesCheck: PreflightCheck = {
  name,
  run: async (context, { definition, built }) => {
    const wanted = platformOf(definition);
    const images = definition.containerDefinitions.flatMap(({ name: container, image }) =>
      image === undefined || built.includes(container) ? [] : [image],
    );
    const checked = await Promise.all(
      [...new Set(images)].map(async (image) => await checkImage(context, image, wanted)),
    );
    return [...built.map((container) => skipped(name, container, { kind: 'is-built' })), ...checked];
  },
};

async function checkImage(
  context: PreflightContext,
  image: string,
  wanted: string | undefined,
): Promise<PreflightResult> {
  const found = await readOrSkip(() => askFor(context, image));
  const judged = judgeImage(image, found);
  if (judged !== undefined) return judged;
  if (wanted === undefined) return passed(name, image);
  return judgePlatforms(image, wanted, await readOrSkip(() => imagePlatforms(context, image)));
}

/** Asks the registry, where that is ECR. @throws what AWS answers */
export async function askFor({ aws }: Pick<PreflightContext, 'aws'>, image: string): Promise<ImageAnswer> {
  return answerOf(image, await findRegistryImage(aws, image));
}

/** What ECR's answer says of an image, by whatever name. Pure. */
export function answerOf(image: string, found: RegistryImage): ImageAnswer {
  if (found.kind !== 'elsewhere') return found;
  const { registry } = parseImageReference(image) ?? {};
  const elsewhere = { kind: 'elsewhere', registry: registry ?? 'docker.io' } as const;
  const { account, region } = repositoryPlace(image);
  // Only a host that names an account and a region is certainly ECR's: then it is the repository that is missing.
  const isOfEcr = registry !== undefined && account !== undefined && region !== undefined;
  return isOfEcr && found.isUnknownToEcr === true ? { kind: 'missing', what: 'repository' } : elsewhere;
}

/** Undefined where the image is there. Pure. */
export function judgeImage(image: string, read: ReadOrSkip<ImageAnswer>): PreflightResult | undefined {
  if (read.kind === 'skipped') return skipped(name, image, read.because);
  const { value } = read;
  switch (value.kind) {
    case 'found':
      return undefined;
    case 'missing':
      return mayComeFromCache(image, value.what)
        ? warningOf(name, image, { kind: 'image-missing', what: value.what, image, perhapsCached: true })
        : errorOf(name, image, { kind: 'image-missing', what: value.what, image });
    case 'elsewhere':
      return skipped(name, image, { kind: 'other-registry', registry: value.registry });
    default:
      return value satisfies never;
  }
}

// The namespaces that the console proposes for rules of a pull-through cache.
const usualCaches = ['docker-hub', 'ecr-public', 'github', 'gitlab', 'kubernetes', 'quay'];

/**
 * A rule of a pull-through cache is for all repositories of a namespace, and makes a repository at the first pull. Which namespaces have
 * one takes a permission of its own: one that names a usual source, or whose repository is missing, may have one. Pure.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
function mayComeFromCache(image: string, what: 'repository' | 'image'): boolean {
  const [namespace = '', ...rest] = (parseImageReference(image)?.repository ?? '').split('/');
  return rest.length > 0 && (what === 'repository' || usualCaches.includes(namespace));
}

/** An image that says nothing of platforms is let pass. Pure. */
export function judgePlatforms(
  image: string,
  wanted: string,
  read: ReadOrSkip<readonly string[]>,
): PreflightResult {
  // That the image is there was seen; what it is for was not.
  if (read.kind === 'skipped') return skipped(name, image, read.because);
  const { value: has } = read;
  const fits = has.length === 0 || has.some((platform) => isFor(platform, wanted));
  return fits ? passed(name, image) : errorOf(name, image, { kind: 'platform-mismatch', has, wanted });
}
