import type {
  DeleteLifecyclePolicyCommandInput,
  DeleteLifecyclePolicyCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { describeLifecyclePolicy, findLifecyclePolicy } from '../lifecycle-policy.ts';
import { findRepository } from '../refusals.ts';

export const DeleteLifecyclePolicy: Operation<
  DeleteLifecyclePolicyCommandInput,
  Output<DeleteLifecyclePolicyCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const policy = findLifecyclePolicy(world, repository);
  repository.lifecyclePolicy = undefined;
  return describeLifecyclePolicy(world, repository, policy);
};
