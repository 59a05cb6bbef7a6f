import type { LifecyclePolicyPreviewResult } from '@aws-sdk/client-ecr';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { evaluateLifecycle } from './evaluate-lifecycle.ts';
import type { LifecycleMark, LifecyclePreview, Repository } from './repository.ts';

// AWS takes its time; the SDK's waiter asks every five seconds.
const time = 10_000;

/** Begins to find out what a policy would do. */
export function startPreview(world: World, repository: Repository, text: string): void {
  const running = repository.lifecyclePreview;
  if (running !== undefined && running.marks === undefined) {
    throw new ServiceError(
      'LifecyclePolicyPreviewInProgressException',
      // The words of the SDK's model for this error.
      'The previous lifecycle policy preview request has not completed. Wait and try again.',
    );
  }
  const preview: LifecyclePreview = { text };
  repository.lifecyclePreview = preview;
  const { repositoryName } = repository.description;
  world.timeline.after(time, `lifecycle policy preview of ${repositoryName}`, () => {
    preview.marks = evaluateLifecycle(repository, text, world.timeline.now());
  });
}

/** The preview of a repository, or a refusal made like that of its policy. */
export function findPreview(world: World, repository: Repository): LifecyclePreview {
  if (repository.lifecyclePreview !== undefined) return repository.lifecyclePreview;
  throw new ServiceError(
    'LifecyclePolicyPreviewNotFoundException',
    `Lifecycle policy preview does not exist for the repository with name '${repository.description.repositoryName}' in the registry with id '${world.account}'`,
  );
}

export function describeMark({ image, tags, rule, action }: LifecycleMark): LifecyclePolicyPreviewResult {
  return {
    imageTags: tags.length === 0 ? undefined : [...tags],
    imageDigest: image.digest,
    imagePushedAt: new Date(image.pushedAt),
    action: { type: action, ...(action === 'TRANSITION' && { targetStorageClass: 'ARCHIVE' }) },
    appliedRulePriority: rule,
    storageClass: 'STANDARD',
  };
}
