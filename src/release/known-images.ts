import { parseImageReference } from '../model/image-reference.ts';
import type { RegisteredTaskDefinition } from '../model/task-definition.ts';
import { digestTag, imageTagTag } from '../task-definitions/tags.ts';
import type { ExpectedImage } from './verify.ts';

/**
 * The images that a revision is to run, for whoever did not register it: those that it pins, and the one that a tag of ours
 * notes. Such a note says what the image's tag stood for when ecsdeploy released it; since then somebody may have moved the tag
 * and started a deployment of the same revision, so the note binds nobody. Pure.
 */
export function knownImages({ definition, tags }: RegisteredTaskDefinition): ExpectedImage[] {
  const images = definition.containerDefinitions.flatMap(({ name: container, image = '' }) => {
    const reference = parseImageReference(image);
    return reference === undefined ? [] : [{ container, image, reference }];
  });
  const pinned = images.flatMap(({ container, image, reference: { digest } }) =>
    digest === undefined ? [] : [{ container, image, digest }],
  );
  const noted = valueOf(tags, digestTag);
  if (noted === undefined || pinned.some(({ digest }) => digest === noted)) return pinned;
  const open = images.filter(({ reference }) => reference.digest === undefined);
  const called = open.filter(({ reference: { tag } }) => tag === valueOf(tags, imageTagTag));
  // The note names no container: it is used only where there is no doubt which one it is about.
  const [one, ...others] = open.length === 1 ? open : called;
  if (one === undefined || others.length > 0) return pinned;
  return [...pinned, { container: one.container, image: one.image, digest: noted, isNote: true }];
}

function valueOf(tags: RegisteredTaskDefinition['tags'], wanted: string): string | undefined {
  return tags.find(({ key }) => key === wanted)?.value;
}
