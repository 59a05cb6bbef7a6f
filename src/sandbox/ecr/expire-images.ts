import type { World } from '../world.ts';
import { deleteImage } from './delete-image.ts';
import { evaluateLifecycle } from './evaluate-lifecycle.ts';
import type { Repository } from './repository.ts';

// AWS only says that images go within 24 hours.
const interval = 24 * 60 * 60 * 1000;

/** Evaluates the policy of a repository once every 24 hours, for as long as both are what they are now. */
export function scheduleExpiry(world: World, repository: Repository): void {
  const { lifecyclePolicy: policy, description } = repository;
  world.timeline.after(interval, `lifecycle policy of ${description.repositoryName}`, () => {
    const isGone = world.ecr.repositories.get(description.repositoryName) !== repository;
    if (isGone || policy === undefined || repository.lifecyclePolicy !== policy) return;
    const now = world.timeline.now();
    for (const { image, action } of evaluateLifecycle(repository, policy.text, now)) {
      // The archive is nothing that the sandbox has.
      if (action === 'EXPIRE') deleteImage(world, repository, image);
    }
    policy.evaluatedAt = now;
    scheduleExpiry(world, repository);
  });
}
