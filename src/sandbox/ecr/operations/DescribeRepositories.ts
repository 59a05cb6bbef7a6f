import type {
  DescribeRepositoriesCommandInput,
  DescribeRepositoriesCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeRepository } from '../describe-repository.ts';
import { findRepository, invalidToken } from '../refusals.ts';

export const DescribeRepositories: Operation<
  DescribeRepositoriesCommandInput,
  Output<DescribeRepositoriesCommandOutput>
> = (world, input) => {
  const wanted = input.repositoryNames?.map((name) => findRepository(world, name)) ?? [
    ...world.ecr.repositories.values(),
  ];
  const page = pageOf(
    wanted.map((repository) => describeRepository(world, repository)),
    { token: input.nextToken, limit: input.maxResults, defaultLimit: 100 },
    (repository) => repository.repositoryName,
    invalidToken,
  );
  return { repositories: page.items, nextToken: page.next };
};
