import type { ECSTaskSet } from '@aws-sdk/client-codedeploy';
import { computedDesiredCount } from '../../ecs/records/task-set.ts';
import { countsOf } from '../../ecs/views/deployment-view.ts';
import type { World } from '../../world.ts';
import { ecsServiceOf } from '../lookup/ecs-service.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/** `taskSetsInfo` of the deployment's target: the task sets it knows, with their counts and status in ECS now; what has gone has drained. */
export function taskSetsInfo(world: World, { settings, taskSets }: CodeDeployDeployment): ECSTaskSet[] {
  const service = ecsServiceOf(world, settings.service);
  return taskSets.map(({ id, label, targetGroupName, trafficWeight }) => {
    const record = service?.taskSets.find((taskSet) => taskSet.id === id);
    const counts = service && record ? countsOf(service, record) : { pending: 0, running: 0 };
    return {
      identifer: id,
      desiredCount: service && record ? computedDesiredCount(service.desiredCount, record.scale) : 0,
      pendingCount: counts.pending,
      runningCount: counts.running,
      status: record?.status ?? 'DRAINING',
      trafficWeight,
      targetGroup: { name: targetGroupName },
      taskSetLabel: label,
    };
  });
}
