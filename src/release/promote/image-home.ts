import { findRepository, repositoryPlace } from '../../aws/repositories.ts';
import { parseImageReference } from '../../model/image-reference.ts';
import type { ReleaseContext } from '../release-context.ts';

/** An account and a region: where a registry of ECR is, or a service. */
export interface AccountPlace {
  readonly account: string;
  readonly region: string;
}

/** The repository of ECR that an image is in. */
export interface EcrHome extends AccountPlace {
  readonly name: string;
}

/**
 * Where in ECR a repository is; undefined for another registry.
 * @param context of those who use it
 * @param uri `host/name`, or a short name such as `nginx`
 * @param user where they are
 */
export async function ecrHome(
  { aws }: Pick<ReleaseContext, 'aws'>,
  uri: string,
  user: AccountPlace,
): Promise<EcrHome | undefined> {
  if (parseImageReference(uri)?.registry === undefined) return undefined;
  const place = repositoryPlace(uri);
  const { name, account, region } = place;
  // It says so itself: the other account need not let us ask.
  if (account !== undefined && region !== undefined) return { name, account, region };
  const answer = await findRepository(aws, uri);
  if (answer.kind === 'elsewhere') return undefined;
  const found = answer.kind === 'found' ? answer.repository.account : user.account;
  return { name, account: found, region: region ?? user.region };
}
