import { findRepository, type Repository, type RepositoryPlace } from '../aws/repositories.ts';
import type { ImagePlan } from '../model/image-plan.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import { decideImage, type Origin } from './decide-image.ts';
import { RepositoryNotFound, TagTakenByAnother } from './errors.ts';
import type { ImageContext } from './image-context.ts';
import { recipeLabel, revisionLabel } from './recipe/labels.ts';
import { recipeOf } from './recipe/recipe.ts';
import { ecrLogin, type RegistryLogin } from './registry-login.ts';
import { RegistryClient, type RemoteImage } from './registry/registry-client.ts';
import type { Source } from './choose-source.ts';

export interface ImageRequest {
  readonly settings: ImageSettings;
  readonly source: Source;
  /** Make the repository where ECR has none. */
  readonly createRepository: boolean;
}

/** A plan, with what carrying it out needs besides. */
export interface ImagePreparation {
  readonly plan: ImagePlan;
  readonly request: ImageRequest;
  readonly registry: RegistryHome;
}

/** Where the image goes. */
export type RegistryHome =
  | { readonly kind: 'ecr'; readonly repository: Repository; readonly login: RegistryLogin }
  | { readonly kind: 'ecr-to-be-created'; readonly place: RepositoryPlace }
  | { readonly kind: 'other'; readonly registry: string; readonly name: string };

/**
 * What is to be done about the image: reads only.
 * @throws RepositoryNotFound, TagTakenByAnother, and what reading git, AWS and the registry throws
 */
export async function planImage(context: ImageContext, request: ImageRequest): Promise<ImagePreparation> {
  const { settings, source } = request;
  if (source.changes.length > 0) {
    context.report({ type: 'warning', warning: { kind: 'dirty-tree', files: source.changes } });
  }
  const recipe = await recipeOf(settings, source.commit?.root);
  const registry = await homeOf(context, request);
  const repository = uriOf(registry);
  const reference = `${repository}:${source.tag}`;
  const remote = await readRemote(context, registry, source.tag);
  const decision = decideImage({ revision: source.revision, recipe }, originOf(remote), {
    mayMoveTag: source.isTagGiven && !(registry.kind === 'ecr' && registry.repository.isImmutable),
  });
  if (decision.kind === 'refuse') {
    throw new TagTakenByAnother(reference, decision.because, remote?.digest ?? '');
  }
  const plan: ImagePlan = {
    repository,
    tag: source.tag,
    reference,
    revision: source.revision,
    subject: source.subject,
    recipe,
    createsRepository: registry.kind === 'ecr-to-be-created',
    existing:
      decision.kind === 'reuse' && remote !== undefined
        ? { digest: remote.digest, platforms: remote.platforms }
        : undefined,
  };
  context.report({ type: 'image.planned', image: plan });
  return { plan, request, registry };
}

/** What the registry holds under a tag; undefined where nothing can be there. */
export async function readRemote(
  context: ImageContext,
  home: RegistryHome,
  tag: string,
): Promise<RemoteImage | undefined> {
  if (home.kind === 'ecr-to-be-created') return undefined;
  const { clock, aws, registries } = context;
  const { registry, name } = home.kind === 'ecr' ? home.repository : home;
  // Elsewhere than at ECR the login that the user has for docker counts.
  const credentials = home.kind === 'ecr' ? await home.login.get() : await context.loginOf(registry);
  const client = new RegistryClient({
    transport: registries,
    clock,
    random: aws.random,
    registry,
    credentials,
    isEcr: home.kind === 'ecr',
  });
  return await client.image(name, tag);
}

export function originOf(image: RemoteImage | undefined): Origin | undefined {
  if (image === undefined) return undefined;
  return { revision: image.labels[revisionLabel], recipe: image.labels[recipeLabel] };
}

async function homeOf(
  context: ImageContext,
  { settings, createRepository }: ImageRequest,
): Promise<RegistryHome> {
  const answer = await findRepository(context.aws, settings.repository);
  switch (answer.kind) {
    case 'found':
      return { kind: 'ecr', repository: answer.repository, login: ecrLogin(context, answer.repository) };
    case 'elsewhere':
      return { kind: 'other', registry: answer.registry, name: answer.name };
    case 'missing':
      if (!createRepository) throw new RepositoryNotFound(answer.place);
      return { kind: 'ecr-to-be-created', place: answer.place };
  }
}

// The host of a repository that is still to be made is ECR's to say.
function uriOf(home: RegistryHome): string {
  switch (home.kind) {
    case 'ecr':
      return home.repository.uri;
    case 'other':
      return `${home.registry}/${home.name}`;
    case 'ecr-to-be-created':
      return home.place.registry === undefined
        ? home.place.name
        : `${home.place.registry}/${home.place.name}`;
  }
}
