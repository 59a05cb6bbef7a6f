import type { BuiltImage, ImagePlan, SettledImage } from '../model/image-plan.ts';
import { describeImagePlan, describeSettledImage } from './describe-image.ts';
import { harmless } from './harmless.ts';

/** Which service was named on the command line, to be named again in what comes next. */
type Named = string | undefined;

/** The result of `build` for a person. */
export function builtText({ reference, how }: BuiltImage, service: Named): string {
  const words = how === 'built' ? 'Built' : 'Nothing to build: there already is';
  return `${words} ${reference}\n  Next: ${next('push', service)}`;
}

/** The result of `build` where nothing was to be built. */
export function foundText(plan: ImagePlan, service: Named): string {
  const pinned = `${plan.repository}@${plan.existing?.digest ?? ''}`;
  return `${capital(describeImagePlan(plan))}\n  Next: ${next('deploy', service)} --image ${pinned}`;
}

/** The result of `push` for a person; the name to deploy by stands whole. */
export function settledText(image: SettledImage, service: Named): string {
  return `${capital(describeSettledImage(image))}\n  Next: ${next('deploy', service)} --image ${image.reference}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function next(command: string, service: Named): string {
  return `ecsdeploy ${command}${service === undefined ? '' : ` ${harmless(service)}`}`;
}
