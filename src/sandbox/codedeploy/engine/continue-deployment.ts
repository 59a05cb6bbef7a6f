import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/** Ends the wait that the deployment is in (`deployment.wait`), which is the one that somebody asked to end. */
export function continueDeployment(_world: World, { run }: CodeDeployDeployment): void {
  run?.goOn?.();
}
