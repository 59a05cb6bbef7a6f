import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import type { Repository } from './repository.ts';

function repositoryNotFound(world: World, name: string): ServiceError {
  return new ServiceError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${world.account}'`,
  );
}

export function invalidParameter(member: string, constraint: string): ServiceError {
  return new ServiceError(
    'InvalidParameterException',
    `Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`,
  );
}

export function invalidToken(): ServiceError {
  return invalidParameter('nextToken', 'must be a token that was returned before');
}

/** The repository that an operation names, or AWS's refusal. */
export function findRepository(world: World, name: string | undefined): Repository {
  const found = world.ecr.repositories.get(name ?? '');
  if (found === undefined) throw repositoryNotFound(world, name ?? '');
  return found;
}
