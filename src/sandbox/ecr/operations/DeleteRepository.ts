import type { DeleteRepositoryCommandInput, DeleteRepositoryCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { describeRepository } from '../describe-repository.ts';
import { findRepository } from '../refusals.ts';

export const DeleteRepository: Operation<
  DeleteRepositoryCommandInput,
  Output<DeleteRepositoryCommandOutput>
> = (world, input) => {
  const name = input.repositoryName ?? '';
  const repository = findRepository(world, name);
  if (repository.images.size > 0 && input.force !== true) {
    throw new ServiceError(
      'RepositoryNotEmptyException',
      `The repository with name '${name}' in registry with id '${world.account}' cannot be deleted because it still contains images`,
    );
  }
  world.ecr.repositories.delete(name);
  world.ecr.site.blobs.giveUpAll(repository);
  return { repository: describeRepository(world, repository) };
};
