import type { World } from '../world.ts';
import { continueDeployment } from './engine/continue-deployment.ts';
import { hasEnded, type CodeDeployDeployment, type DeploymentWait } from './records/deployment.ts';
import { alreadyCompleted, notReady } from './refusals.ts';

/** Cuts a wait short. @throws DeploymentAlreadyCompletedException, DeploymentIsNotInReadyStateException where it is in no such wait */
export function endWait(world: World, deployment: CodeDeployDeployment, type: DeploymentWait['type']): void {
  if (hasEnded(deployment)) throw alreadyCompleted();
  if (deployment.wait?.type !== type) throw notReady();
  continueDeployment(world, deployment);
}
