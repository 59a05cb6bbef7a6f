import type { CreateRepositoryCommandInput, CreateRepositoryCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { describeRepository } from '../describe-repository.ts';
import { checkExclusionFilters } from '../exclusion-filters.ts';
import { invalidParameter } from '../refusals.ts';
import type { Repository } from '../repository.ts';

/** API_CreateRepository: the pattern of `repositoryName`. */
const legalName = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

export const CreateRepository: Operation<
  CreateRepositoryCommandInput,
  Output<CreateRepositoryCommandOutput>
> = (world, input) => {
  const name = input.repositoryName ?? '';
  if (name.length < 2 || !legalName.test(name)) {
    throw invalidParameter(
      'repositoryName',
      `must satisfy regular expression '${legalName.source.slice(1, -1)}'`,
    );
  }
  checkExclusionFilters(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
  if (world.ecr.repositories.has(name)) {
    throw new ServiceError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${world.account}'`,
    );
  }
  const tags = (input.tags ?? []).map((tag): [string, string] => [tag.Key ?? '', tag.Value ?? '']);
  const description: Repository['description'] = {
    repositoryArn: `arn:aws:ecr:${world.region}:${world.account}:repository/${name}`,
    registryId: world.account,
    repositoryName: name,
    createdAt: new Date(world.timeline.now()),
    imageTagMutability: input.imageTagMutability ?? 'MUTABLE',
    imageTagMutabilityExclusionFilters: input.imageTagMutabilityExclusionFilters,
    imageScanningConfiguration: { scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false },
    encryptionConfiguration: input.encryptionConfiguration ?? { encryptionType: 'AES256' },
  };
  const repository: Repository = {
    description,
    images: new Map(),
    tags: new Map(),
    resourceTags: new Map(tags),
  };
  world.ecr.repositories.set(name, repository);
  return { repository: describeRepository(world, repository) };
};
