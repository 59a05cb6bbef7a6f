import type { PutLifecyclePolicyCommandInput, PutLifecyclePolicyCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { checkLifecyclePolicy } from '../lifecycle-policy.ts';
import { findRepository } from '../refusals.ts';

/** Kept and shown; nothing expires. */
export const PutLifecyclePolicy: Operation<
  PutLifecyclePolicyCommandInput,
  Output<PutLifecyclePolicyCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const text = input.lifecyclePolicyText ?? '';
  checkLifecyclePolicy(text);
  repository.lifecyclePolicy = { text };
  return {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    lifecyclePolicyText: text,
  };
};
