import { isSteady } from '../../ecs/engine/task-sets/stability.ts';
import { delays } from './delays.ts';
import type { DeploymentFault } from './error-information.ts';
import type { GoingOn } from './going.ts';

/**
 * "If a service is in the process of a blue/green deployment and a scaling event occurs, traffic will continue to shift for 5 minutes. If the
 * service doesn't reach steady state within 5 minutes, CodeDeploy will stop the deployment and mark it as failed": ECS developer guide,
 * deployment-type-bluegreen. Before the green tasks are healthy their own hour counts; once all traffic has moved nothing does.
 */
export function scalingFault({ world, service, deployment, run }: GoingOn): DeploymentFault | undefined {
  const { desiredCount } = service;
  if (!isShifting(deployment.lifecycleEvents)) {
    run.scaling = { desiredCount };
    return undefined;
  }
  const now = world.timeline.now();
  const isScaled = run.scaling !== undefined && run.scaling.desiredCount !== desiredCount;
  const since = isScaled ? now : run.scaling?.since;
  if (since === undefined || (!isScaled && service.taskSets.every(isSteady))) {
    run.scaling = { desiredCount };
    return undefined;
  }
  run.scaling = { desiredCount, since };
  return now - since >= delays.scalingLimit ? { kind: 'scaled-meanwhile' } : undefined;
}

function isShifting(events: GoingOn['deployment']['lifecycleEvents']): boolean {
  const has = (name: string, ...statuses: string[]): boolean =>
    events.some((event) => event.name === name && statuses.includes(event.status));
  return has('Install', 'Succeeded') && has('AllowTraffic', 'Pending', 'InProgress');
}
