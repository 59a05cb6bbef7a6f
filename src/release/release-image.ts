import type { ImagePreparation, ImageRequest as BuildRequest } from '../images/plan-image.ts';
import type { ImagePlan, SettledImage } from '../model/image-plan.ts';
import type { PlanStep } from '../model/release-plan.ts';
import type { ReleaseContext } from './release-context.ts';
import type { DeployRequest, ImageRequest } from './requests.ts';

/** The image that a release builds, planned: what a look can tell before anything is built. */
export interface ReleaseImage {
  readonly preparation: ImagePreparation;
  /** The request as if the image were there: enough to see whether everything else would go well. */
  readonly planned: DeployRequest;
  /** Nothing is to be built. */
  readonly isThere: boolean;
}

/** Who plans and settles the image of a release: itself, or one for several releases that bring the same one in. */
export interface ImageSource {
  plan(context: ReleaseContext, build: BuildRequest): Promise<ImagePreparation>;
  settle(context: ReleaseContext, preparation: ImagePreparation): Promise<SettledImage>;
}

/** Each release its own. */
export const ownImages: ImageSource = {
  // Imported here and not above: most releases build nothing, and should not wait for what builds.
  plan: async (context, build) => {
    const { planImage } = await import('../images/plan-image.ts');
    return await planImage(context, build);
  },
  settle: async (context, preparation) => {
    const { settleImage } = await import('../images/push-image.ts');
    return await settleImage(context, preparation);
  },
};

/** Undefined where the release builds nothing. */
export async function planReleaseImage(
  context: ReleaseContext,
  request: DeployRequest,
  images: ImageSource,
): Promise<ReleaseImage | undefined> {
  if (request.build === undefined) return undefined;
  const preparation = await images.plan(context, request.build);
  const { reference, tag } = preparation.plan;
  // What it is to be built for is known before it is; where nothing is said, only the engine knows.
  const { platforms } = request.build.settings;
  const image = { image: reference, known: { tag, platforms } };
  return {
    preparation,
    planned: withImage(request, image),
    isThere: preparation.plan.existing !== undefined,
  };
}

/** The request with the image that the registry holds in the end: built and pushed where it is not there. */
export async function settleReleaseImage(
  context: ReleaseContext,
  request: DeployRequest,
  { preparation }: ReleaseImage,
  images: ImageSource,
): Promise<DeployRequest> {
  const { reference, tag, digest, platforms } = await images.settle(context, preparation);
  const image = request.imageReference === 'digest' ? reference : `${reference.split('@')[0] ?? ''}:${tag}`;
  return withImage(request, { image, known: { tag, digest, platforms } });
}

/** What is done before the steps of a deployment. */
export function imageSteps({ createsRepository, existing, repository, reference }: ImagePlan): PlanStep[] {
  return [
    ...(createsRepository ? [{ kind: 'create-repository', repository, undo: 'none-needed' } as const] : []),
    ...(existing === undefined ? [{ kind: 'build-and-push', reference, undo: 'none-needed' } as const] : []),
  ];
}

/** A look whose warnings will come again, when it is looked in earnest. */
export function silently(context: ReleaseContext): ReleaseContext {
  return { ...context, report: () => undefined };
}

function withImage(request: DeployRequest, image: ImageRequest): DeployRequest {
  return { ...request, images: [...request.images, image] };
}
