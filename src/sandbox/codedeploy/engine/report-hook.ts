import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { HookExecution } from '../records/lifecycle-event.ts';

/** What a hook's function says of itself. Its execution is one of this deployment that waits for that. */
export function reportHook(
  _world: World,
  { run }: CodeDeployDeployment,
  execution: HookExecution,
  status: 'Succeeded' | 'Failed',
): void {
  execution.status = status;
  run?.hookOver?.(execution);
}
