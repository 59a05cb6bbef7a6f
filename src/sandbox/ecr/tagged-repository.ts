import type { World } from '../world.ts';
import { findRepository, invalidParameter } from './refusals.ts';
import type { Repository } from './repository.ts';

const arnPattern = /^arn:aws[a-z-]*:ecr:[^:]+:\d{12}:repository\/(.+)$/;

/** The repository that an ARN names: the only resource of ECR that has tags here. */
export function findTagged(world: World, arn: string | undefined): Repository {
  const name = arnPattern.exec(arn ?? '')?.[1];
  if (name === undefined) throw invalidParameter('resourceArn', 'must be the ARN of a repository');
  return findRepository(world, name);
}
