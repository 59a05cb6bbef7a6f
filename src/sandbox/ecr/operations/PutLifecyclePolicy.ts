import type { PutLifecyclePolicyCommandInput, PutLifecyclePolicyCommandOutput } from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { scheduleExpiry } from '../expire-images.ts';
import { checkLifecyclePolicy } from '../lifecycle-policy.ts';
import { findRepository } from '../refusals.ts';

/** From then on it is evaluated every 24 hours. */
export const PutLifecyclePolicy: Operation<
  PutLifecyclePolicyCommandInput,
  Output<PutLifecyclePolicyCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const text = input.lifecyclePolicyText ?? '';
  checkLifecyclePolicy(text);
  repository.lifecyclePolicy = { text };
  scheduleExpiry(world, repository);
  return {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    lifecyclePolicyText: text,
  };
};
