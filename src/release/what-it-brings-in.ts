import type { ApprovalQuestion } from '../model/approval-question.ts';
import { formatImageReference, parseImageReference } from '../model/image-reference.ts';
import type { PastOrigin } from '../model/past-release.ts';
import type { RegisteredTaskDefinition } from '../model/task-definition.ts';
import { originIn } from '../task-definitions/tags.ts';
import { knownImages } from './known-images.ts';

/** What a deployment brings in whose revision another run has made, as far as its revision tells. */
interface BroughtIn {
  readonly origin: PastOrigin | undefined;
  /** The image that it was released with, by digest. */
  readonly image: string | undefined;
}

/** What a revision tells of itself, where it was found. Pure. */
export function whatItBringsIn(revision: RegisteredTaskDefinition | undefined): BroughtIn {
  if (revision === undefined) return { origin: undefined, image: undefined };
  const origin = originIn(revision.tags);
  return { origin, image: releasedImage(knownImages(revision), origin.digest) };
}

/** What a question tells of the revision that it is about, and the ARN of the one that this replaces. Pure. */
export function whatIsAskedAbout({
  origin,
  images,
  replaces,
}: ApprovalQuestion): BroughtIn & { readonly replaces: string | undefined } {
  return { origin, image: releasedImage(images, origin?.digest), replaces: replaces[0] };
}

/**
 * The image that our note on a revision is about or, where it has none, the only one whose digest is known.
 *
 * @param noted the digest in the tag `ecsdeploy:digest`
 */
function releasedImage(
  images: readonly { readonly image: string; readonly digest?: string | undefined }[],
  noted: string | undefined,
): string | undefined {
  const known = images.filter(({ digest }) => digest !== undefined);
  const [one, ...others] = noted === undefined ? known : known.filter(({ digest }) => digest === noted);
  const reference = one === undefined ? undefined : parseImageReference(one.image);
  if (reference === undefined || (noted === undefined && others.length > 0)) return undefined;
  return formatImageReference({ ...reference, tag: undefined, digest: one?.digest });
}
