import { findRegistryImage, type RegistryImage } from '../../aws/registry-images.ts';
import { findLifecyclePolicy, listRepositoryImages } from '../../aws/repository-images.ts';
import { fateOf } from '../../images/lifecycle-policy/fate.ts';
import { parseLifecyclePolicy } from '../../images/lifecycle-policy/parse-policy.ts';
import type { PreflightResult } from '../../model/preflight.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import { answerOf, judgeImage } from '../preflight/checks/images.ts';
import { errorOf, passed, skipped } from '../preflight/preflight-check.ts';
import { readOrSkip } from '../preflight/read-or-skip.ts';
import type { ReleaseContext } from '../release-context.ts';
import { judgeExpiry } from './judge-expiry.ts';

type Asked = Pick<ReleaseContext, 'aws' | 'clock'>;
type Found = Extract<RegistryImage, { kind: 'found' }>;

/** The images of a revision that ran: that ECR still has them, and whether their repository's lifecycle policy takes them soon. */
export async function checkImages(
  context: Asked,
  { containerDefinitions }: TaskDefinition,
  elsewhere: readonly string[] = [],
): Promise<PreflightResult[]> {
  const images = new Set(containerDefinitions.flatMap(({ image }) => image ?? []));
  const asked = [...images].filter((image) => !elsewhere.includes(image));
  const results = await Promise.all(asked.map(async (image) => await checkImage(context, image)));
  return results.flat();
}

async function checkImage(context: Asked, image: string): Promise<PreflightResult[]> {
  const read = await readOrSkip(() => findRegistryImage(context.aws, image));
  if (read.kind === 'skipped') return [skipped('images', image, read.because)];
  const judged = judgeImage(image, { kind: 'read', value: answerOf(image, read.value) });
  if (judged !== undefined || read.value.kind !== 'found') return judged === undefined ? [] : [judged];
  return [passed('images', image), ...(await checkExpiry(context, image, read.value))];
}

/** Empty where the repository has no policy. The list of its images is read only where it has one. */
async function checkExpiry(
  { aws, clock }: Asked,
  image: string,
  { uri, digest }: Found,
): Promise<PreflightResult[]> {
  const policy = await readOrSkip(() => findLifecyclePolicy(aws, uri));
  if (policy.kind === 'skipped') return [skipped('expiry', image, policy.because)];
  if (policy.value === undefined) return [];
  const rules = parseLifecyclePolicy(policy.value);
  if (rules === undefined) return [skipped('expiry', image, { kind: 'fate-unknown', why: 'no-policy' })];
  const images = await readOrSkip(() => listRepositoryImages(aws, uri));
  if (images.kind === 'skipped') return [skipped('expiry', image, images.because)];
  if (images.value === undefined)
    return [skipped('expiry', image, { kind: 'fate-unknown', why: 'too-many-images' })];
  const stored = images.value.find((one) => one.digest === digest);
  // It has gone between the two reads.
  if (stored === undefined)
    return [errorOf('images', image, { kind: 'image-missing', what: 'image', image })];
  if (stored.isArchived) return [errorOf('images', image, { kind: 'image-archived', image })];
  const now = clock.now();
  return [judgeExpiry(image, fateOf(rules, images.value, stored, now), now)];
}
