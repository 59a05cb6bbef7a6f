import type { ImageContext } from '../images/image-context.ts';
import { planImage, type ImageRequest } from '../images/plan-image.ts';
import { settleImage } from '../images/push-image.ts';
import type { ImagePlan, SettledImage } from '../model/image-plan.ts';
import type { ImageOptions } from './build.ts';
import { checkAccount } from './check-account.ts';

export interface PushEnd {
  readonly plan: ImagePlan;
  /** Absent where it was only planned. */
  readonly image?: SettledImage | undefined;
}

/** What `ecsdeploy push` does: the image in the registry. */
export async function push(
  context: ImageContext,
  request: ImageRequest,
  { account, dryRun }: ImageOptions,
): Promise<PushEnd> {
  context.report({ type: 'release.started', action: 'push' });
  await checkAccount(context, account);
  const preparation = await planImage(context, request);
  const { plan } = preparation;
  return dryRun ? { plan } : { plan, image: await settleImage(context, preparation) };
}
