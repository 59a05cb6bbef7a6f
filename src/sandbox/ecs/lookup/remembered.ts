import type { World } from '../../world.ts';
import { isFinished, type ServiceDeploymentRecord } from '../records/service-deployment.ts';

const remembersFor = 90 * 86_400_000;

/** Whether ECS still tells of a service deployment: 90 days, and as long as it goes on (2.2.3 of the specification). */
export function isRemembered(world: World, record: ServiceDeploymentRecord): boolean {
  return !isFinished(record) || record.createdAt > world.timeline.now() - remembersFor;
}
