import type { Repository as RepositoryDescription } from '@aws-sdk/client-ecr';
import type { World } from '../world.ts';
import type { Repository } from './repository.ts';

/** A repository as AWS shows it. Its address is that of the sandbox's server where there is one, so that clients find the registry. */
export function describeRepository(
  world: World,
  { description }: Repository,
): RepositoryDescription & { readonly repositoryName: string } {
  return { ...description, repositoryUri: `${world.ecr.host}/${description.repositoryName}` };
}
