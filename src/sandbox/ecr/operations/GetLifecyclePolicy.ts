import type { GetLifecyclePolicyCommandInput, GetLifecyclePolicyCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { describeLifecyclePolicy, findLifecyclePolicy } from '../lifecycle-policy.ts';
import { findRepository } from '../refusals.ts';

export const GetLifecyclePolicy: Operation<
  GetLifecyclePolicyCommandInput,
  Output<GetLifecyclePolicyCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  return describeLifecyclePolicy(world, repository, findLifecyclePolicy(world, repository));
};
