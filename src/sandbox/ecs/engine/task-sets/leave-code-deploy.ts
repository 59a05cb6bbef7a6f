import type { World } from '../../../world.ts';
import type { DeploymentRecord } from '../../records/deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import { observeTasks } from '../observe-tasks.ts';
import { forgetRollout } from '../rollout-memory.ts';

/** From CODE_DEPLOY to ECS: the PRIMARY task set, which is the only one, goes on under its id as the service's completed deployment. */
export function leaveCodeDeploy(world: World, service: ServiceRecord): void {
  const [primary] = service.taskSets;
  service.controller = 'ECS';
  service.taskSets = [];
  forgetRollout(service);
  if (primary === undefined) return;
  primary.settling?.cancel();
  const { id, revision, createdAt } = primary;
  const deployment: DeploymentRecord = {
    id,
    revision,
    createdAt,
    updatedAt: world.timeline.now(),
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${id} completed.`,
    failedTasks: 0,
    reachedRunning: true,
    keep: 0,
  };
  const observer = observeTasks(world, service, deployment);
  for (const task of service.tasks) {
    if (task.owner?.holder !== primary) continue;
    task.owner = { ...task.owner, holder: deployment, unusedTargets: 'wait' };
    task.observer = observer;
  }
  service.deployments = [deployment];
  service.scheduler.rollbackCandidate = deployment;
}
