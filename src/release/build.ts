import { buildImage } from '../images/build-image.ts';
import type { ImageContext } from '../images/image-context.ts';
import { planImage, type ImageRequest } from '../images/plan-image.ts';
import { loginEngine } from '../images/registry-login.ts';
import type { BuiltImage, ImagePlan } from '../model/image-plan.ts';

export interface BuildEnd {
  readonly plan: ImagePlan;
  /** Absent where the registry holds the image already, or where it was only planned. */
  readonly image?: BuiltImage | undefined;
}

/** What `ecsdeploy build` does: the image in the local engine, unless the registry holds it. */
export async function build(
  context: ImageContext,
  request: ImageRequest,
  { dryRun }: { readonly dryRun: boolean },
): Promise<BuildEnd> {
  context.report({ type: 'release.started', action: 'build' });
  // The repository may be made by the push; a build does not need it.
  const preparation = await planImage(context, { ...request, createRepository: true });
  const { plan, registry } = preparation;
  if (dryRun || plan.existing !== undefined) return { plan };
  const engine = await context.openEngine(request.settings);
  try {
    if (registry.kind === 'ecr') await loginEngine(engine, registry.repository.registry, registry.login);
    return { plan, image: await buildImage(context, engine, preparation) };
  } finally {
    await engine.close();
  }
}
