import { buildImage } from '../images/build-image.ts';
import type { ImageContext } from '../images/image-context.ts';
import { planImage, type ImageRequest } from '../images/plan-image.ts';
import { loginEngine } from '../images/registry-login.ts';
import type { BuiltImage, ImagePlan } from '../model/image-plan.ts';
import { checkAccount } from './check-account.ts';

/** What `build` and `push` are told besides the image. */
export interface ImageOptions {
  /** The account that the configuration names; another one is refused. */
  readonly account?: string | undefined;
  /** Only plan. */
  readonly dryRun: boolean;
}

export interface BuildEnd {
  readonly plan: ImagePlan;
  /** Absent where the registry holds the image already, or where it was only planned. */
  readonly image?: BuiltImage | undefined;
}

/** What `ecsdeploy build` does: the image in the local engine, unless the registry holds it. */
export async function build(
  context: ImageContext,
  request: ImageRequest,
  { account, dryRun }: ImageOptions,
): Promise<BuildEnd> {
  context.report({ type: 'release.started', action: 'build' });
  await checkAccount(context, account);
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
