import type {
  PutImageTagMutabilityCommandInput,
  PutImageTagMutabilityCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { checkExclusionFilters } from '../exclusion-filters.ts';
import { findRepository } from '../refusals.ts';

export const PutImageTagMutability: Operation<
  PutImageTagMutabilityCommandInput,
  Output<PutImageTagMutabilityCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const { imageTagMutability, imageTagMutabilityExclusionFilters } = input;
  checkExclusionFilters(imageTagMutability, imageTagMutabilityExclusionFilters);
  const mutability = { imageTagMutability, imageTagMutabilityExclusionFilters };
  repository.description = { ...repository.description, ...mutability };
  return {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    ...mutability,
  };
};
