import { findRegistryImage } from '../../aws/registry-images.ts';
import { findRepository, type RepositoryAnswer } from '../../aws/repositories.ts';
import { readRemote } from '../../images/plan-image.ts';
import { parseImageReference } from '../../model/image-reference.ts';
import type { ReleaseContext } from '../release-context.ts';
import { ecrHome, type AccountPlace, type EcrHome } from './image-home.ts';
import { NotReplicated, repositoryUri } from './not-replicated.ts';
import type { PromotionRequest } from './promotion-request.ts';
import type { RunningImage } from './running-image.ts';

/** Both sides of a promotion. */
export interface BothSides {
  readonly from: PromotionRequest;
  readonly there: AccountPlace & { readonly context: ReleaseContext };
  readonly here: AccountPlace & { readonly context: ReleaseContext };
}

/**
 * What the image is called where it is to run: in the repository that this environment takes its images from, if that holds the very same
 * digest. Nothing is copied. Another account's registry is used only where it was named for this environment: whether its images can be pulled
 * from here, AWS tells nobody before the tasks start.
 * @param repository as `image.repository` or the task definition says; absent: nothing is said
 * @throws NotReplicated
 */
export async function imageFor(
  sides: BothSides,
  image: RunningImage,
  repository: string | undefined,
): Promise<string> {
  const { here, there } = sides;
  const { repository: running, digest } = image;
  const hasHost = parseImageReference(running)?.registry !== undefined;
  // Named for both, or nobody's whom ECR could know. Whether it is still there, every release looks.
  const isSame = hasHost ? repository === running : repository === undefined;
  if (isSame) return `${running}@${digest}`;
  const home = hasHost ? await ecrHome(there.context, running, there) : undefined;
  if (repository === undefined && (home === undefined || isIn(here, home))) return `${running}@${digest}`;
  const answer = await findRepository(here.context.aws, repository ?? home?.name ?? running);
  if (!(await holds(here.context, answer, digest))) throw new NotReplicated(sides, { image, home, answer });
  return `${repositoryUri(answer)}@${digest}`;
}

function isIn(place: AccountPlace, home: EcrHome): boolean {
  return home.account === place.account && home.region === place.region;
}

async function holds(context: ReleaseContext, answer: RepositoryAnswer, digest: string): Promise<boolean> {
  switch (answer.kind) {
    case 'missing':
      return false;
    case 'found': {
      const found = await findRegistryImage(context.aws, `${answer.repository.uri}@${digest}`);
      return found.kind === 'found';
    }
    case 'elsewhere': {
      const { registry, name } = answer;
      return (await readRemote(context, { kind: 'other', registry, name }, digest)) !== undefined;
    }
    default:
      return answer satisfies never;
  }
}
