import type { ImagePlan, SettledImage } from '../model/image-plan.ts';
import type { ImageContext } from './image-context.ts';
import { planImage, type ImageRequest } from './plan-image.ts';
import { settleImage } from './push-image.ts';

export interface PushEnd {
  readonly plan: ImagePlan;
  /** Absent where it was only planned. */
  readonly image?: SettledImage | undefined;
}

/** What `ecsdeploy push` does: the image in the registry. */
export async function pushOnly(
  context: ImageContext,
  request: ImageRequest,
  { dryRun }: { readonly dryRun: boolean },
): Promise<PushEnd> {
  context.report({ type: 'release.started', action: 'push' });
  const preparation = await planImage(context, request);
  const { plan } = preparation;
  return dryRun ? { plan } : { plan, image: await settleImage(context, preparation) };
}
