import { createRepository } from '../aws/repositories.ts';
import { seconds } from '../model/duration.ts';
import type { SettledImage } from '../model/image-plan.ts';
import { buildImage, runBuild } from './build-image.ts';
import { decideImage } from './decide-image.ts';
import type { Engine } from './engines/engine.ts';
import { PushUnauthorized, TagTaken } from './engines/push-errors.ts';
import { PushedImageMissing, TagTakenByAnother } from './errors.ts';
import type { ImageContext } from './image-context.ts';
import { ecrLogin, loginEngine } from './registry-login.ts';
import { originOf, readRemote, type ImagePreparation, type RegistryHome } from './plan-image.ts';
import type { RemoteImage } from './registry/registry-client.ts';

// ECR shows an image at once; other registries may be a moment behind.
const looksAtMost = 4;
const lookInterval = seconds(2);

/**
 * Makes sure that the registry holds the image: found there, or built and pushed. The digest is the registry's.
 * Two runs for the same commit may meet here; whoever comes second takes the image of the first.
 * @throws EcsdeployError `build.*`, `push.*`, TagTakenByAnother
 */
export async function settleImage(
  context: ImageContext,
  preparation: ImagePreparation,
): Promise<SettledImage> {
  const { plan } = preparation;
  if (plan.existing !== undefined) return settled(context, preparation, plan.existing, 'found');
  context.interrupt.throwIfAborted();
  const ready = await withRepository(context, preparation);
  const engine = await context.openEngine(ready.request.settings);
  try {
    const how = await buildAndPush(context, engine, ready);
    return settled(context, ready, await readPushed(context, ready, how), how);
  } finally {
    await engine.close();
  }
}

async function withRepository(
  context: ImageContext,
  preparation: ImagePreparation,
): Promise<ImagePreparation> {
  const { registry, plan } = preparation;
  if (registry.kind !== 'ecr-to-be-created') return preparation;
  const repository = await createRepository(context.aws, registry.place);
  context.report({ type: 'repository.created', repository: repository.uri });
  const reference = `${repository.uri}:${plan.tag}`;
  return {
    ...preparation,
    plan: { ...plan, repository: repository.uri, reference },
    registry: { kind: 'ecr', repository, login: ecrLogin(context, repository) },
  };
}

async function buildAndPush(
  context: ImageContext,
  engine: Engine,
  preparation: ImagePreparation,
): Promise<'pushed' | 'pushed-by-another'> {
  const { plan, request, registry } = preparation;
  const { reference } = plan;
  // The local store holds one platform; several go to the registry as they are built.
  const isOneMove = request.settings.platforms.length > 1;
  if (registry.kind === 'ecr') await loginEngine(engine, registry.repository.registry, registry.login);
  if (!isOneMove) await buildImage(context, engine, preparation);
  const { report, interrupt } = context;
  const onLine = (line: string): void => report({ type: 'push.output', line });
  const push = async (): Promise<void> => {
    if (isOneMove) await runBuild(context, engine, preparation, { push: true });
    else await engine.push(reference, { onLine, signal: interrupt });
  };
  if (!isOneMove) report({ type: 'push.started', reference });
  try {
    await orLoginAgain(engine, registry, push);
    return 'pushed';
  } catch (error) {
    if (error instanceof TagTaken) return 'pushed-by-another';
    throw error;
  }
}

/** A login to ECR is good for twelve hours; one that was got by another's clock or for a long build may be over. */
async function orLoginAgain(engine: Engine, home: RegistryHome, push: () => Promise<void>): Promise<void> {
  try {
    await push();
  } catch (error) {
    const mayHelp = error instanceof PushUnauthorized && error.why !== 'forbidden';
    if (!mayHelp || home.kind !== 'ecr') throw error;
    home.login.forget();
    await loginEngine(engine, home.repository.registry, home.login);
    await push();
  }
}

/** What the registry holds now, which must be what was to be made: another run may have been quicker, with another recipe. */
async function readPushed(
  context: ImageContext,
  { plan, registry }: ImagePreparation,
  how: 'pushed' | 'pushed-by-another',
): Promise<RemoteImage> {
  const { reference, tag, revision, recipe } = plan;
  for (let look = 1; ; look++) {
    const remote = await readRemote(context, registry, tag);
    if (remote !== undefined) {
      const isSame = originOf(remote)?.recipe === recipe && originOf(remote)?.revision === revision;
      // Without a commit nothing tells what another run made it from.
      const isOurs = isSame && (how === 'pushed' || revision !== undefined);
      if (isOurs) return remote;
      const decision = decideImage({ revision, recipe }, originOf(remote), { mayMoveTag: false });
      const because = decision.kind === 'refuse' ? decision.because : 'other-source';
      throw new TagTakenByAnother(reference, because, remote.digest);
    }
    if (look >= looksAtMost) throw new PushedImageMissing(reference);
    await context.clock.sleep(lookInterval);
  }
}

function settled(
  { report }: ImageContext,
  { plan }: ImagePreparation,
  { digest, platforms }: Pick<RemoteImage, 'digest' | 'platforms'>,
  how: SettledImage['how'],
): SettledImage {
  const { repository, tag, revision } = plan;
  const image: SettledImage = { reference: `${repository}@${digest}`, tag, digest, platforms, revision, how };
  report({ type: 'image.settled', image });
  return image;
}
