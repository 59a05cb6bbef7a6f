import type {
  DeploymentStatus,
  DeploymentTarget,
  LifecycleEvent,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';
import { ecsArn } from '../../ecs/arns.ts';
import type { World } from '../../world.ts';
import { taskSetsInfo } from '../engine/task-sets.ts';
import { ecsServiceOf, targetIdOf } from '../lookup/ecs-service.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { LifecycleEventRecord } from '../records/lifecycle-event.ts';

/** The one target of a deployment: its service, with events and task sets. */
export function targetView(world: World, deployment: CodeDeployDeployment): DeploymentTarget {
  const { service } = deployment.settings;
  const targetId = targetIdOf(service);
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: deployment.id,
      targetId,
      targetArn: ecsServiceOf(world, service)?.arn ?? ecsArn(world, `service/${targetId.replace(':', '/')}`),
      lastUpdatedAt: new Date(deployment.updatedAt),
      lifecycleEvents: deployment.lifecycleEvents.map(eventView),
      status: targetStatus[deployment.status],
      taskSetsInfo: taskSetsInfo(world, deployment),
    },
  };
}

/** A target has no status Stopped; what it has instead is inferred. */
export const targetStatus: Readonly<Record<DeploymentStatus, TargetStatus>> = {
  Created: 'Pending',
  Queued: 'Pending',
  InProgress: 'InProgress',
  Baking: 'InProgress',
  Ready: 'Ready',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Stopped: 'Failed',
};

function eventView({ name, status, startedAt, endedAt, diagnostics }: LifecycleEventRecord): LifecycleEvent {
  return {
    lifecycleEventName: name,
    diagnostics: diagnostics === undefined ? undefined : { scriptName: '', logTail: '', ...diagnostics },
    startTime: startedAt === undefined ? undefined : new Date(startedAt),
    endTime: endedAt === undefined ? undefined : new Date(endedAt),
    status,
  };
}
