import type { World } from '../../world.ts';
import type { ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import { isRemembered } from './remembered.ts';
import { serviceBehind } from './service.ts';

export interface FoundServiceDeployment {
  readonly service: ServiceRecord;
  readonly serviceDeployment: ServiceDeploymentRecord;
}

export function findServiceDeployment(world: World, arn: string): FoundServiceDeployment | undefined {
  const service = serviceBehind(world, arn);
  const serviceDeployment = service?.serviceDeployments.find((candidate) => candidate.arn === arn);
  if (service === undefined || serviceDeployment === undefined) return undefined;
  if (!isRemembered(world, serviceDeployment)) return undefined;
  return { service, serviceDeployment };
}
