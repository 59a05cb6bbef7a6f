import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/** Takes a deployment that was just created through its states, from Created to its end. */
export function beginDeployment(world: World, deployment: CodeDeployDeployment): void {
  deployment.updatedAt = world.timeline.now();
}
