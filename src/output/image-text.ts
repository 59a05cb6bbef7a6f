import type { BuiltImage, ImagePlan, SettledImage } from '../model/image-plan.ts';
import { describeImagePlan, describeSettledImage } from './describe-image.ts';

/** The result of `build` for a person. */
export function builtText({ reference, how }: BuiltImage): string {
  const words = how === 'built' ? 'Built' : 'Nothing to build: there already is';
  return `${words} ${reference}\n  Next: ecsdeploy push`;
}

/** The result of `build` where nothing was to be built. */
export function foundText(plan: ImagePlan): string {
  const pinned = `${plan.repository}@${plan.existing?.digest ?? ''}`;
  return `${capital(describeImagePlan(plan))}\n  Next: ecsdeploy deploy --image ${pinned}`;
}

/** The result of `push` for a person; the name to deploy by stands whole. */
export function settledText(image: SettledImage): string {
  return `${capital(describeSettledImage(image))}\n  Next: ecsdeploy deploy --image ${image.reference}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
