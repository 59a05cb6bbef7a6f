import type {
  StartLifecyclePolicyPreviewCommandInput,
  StartLifecyclePolicyPreviewCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { checkLifecyclePolicy, findLifecyclePolicy } from '../lifecycle-policy.ts';
import { startPreview } from '../lifecycle-preview.ts';
import { findRepository } from '../refusals.ts';

/** Of the policy that is given, or of the repository's own. */
export const StartLifecyclePolicyPreview: Operation<
  StartLifecyclePolicyPreviewCommandInput,
  Output<StartLifecyclePolicyPreviewCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const text = input.lifecyclePolicyText ?? findLifecyclePolicy(world, repository).text;
  checkLifecyclePolicy(text);
  startPreview(world, repository, text);
  return {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    lifecyclePolicyText: text,
    status: 'IN_PROGRESS',
  };
};
