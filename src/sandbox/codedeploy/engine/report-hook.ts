import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { HookExecution } from '../records/lifecycle-event.ts';

/** What a hook's function says of itself. Its execution is one of this deployment that waits for that. */
export function reportHook(
  world: World,
  deployment: CodeDeployDeployment,
  execution: HookExecution,
  status: 'Succeeded' | 'Failed',
): void {
  execution.status = status;
  deployment.updatedAt = world.timeline.now();
}
