import { ServiceError } from '../../service-error.ts';
import type { World } from '../../world.ts';
import { lastPart, pathOf } from '../arns.ts';
import type { ClusterRecord } from '../records/cluster.ts';
import type { ServiceRecord } from '../records/service.ts';

export function isVisible(world: World, service: ServiceRecord): boolean {
  return world.timeline.now() >= service.visibleFrom;
}

/** A service of this cluster by name or ARN. A long ARN names its cluster, which has to be this one. */
export function serviceIn(cluster: ClusterRecord, nameOrArn: string): ServiceRecord | undefined {
  const service = cluster.services.get(lastPart(nameOrArn));
  const parts = pathOf(nameOrArn).split('/');
  return parts.length === 3 && parts[1] !== cluster.name ? undefined : service;
}

export function findService(world: World, cluster: ClusterRecord, nameOrArn: string): ServiceRecord {
  const service = serviceIn(cluster, nameOrArn);
  if (service === undefined || !isVisible(world, service)) {
    throw new ServiceError('ServiceNotFoundException', 'Service not found.');
  }
  return service;
}

export function findActiveService(world: World, cluster: ClusterRecord, nameOrArn: string): ServiceRecord {
  const service = findService(world, cluster, nameOrArn);
  if (service.status !== 'ACTIVE') {
    throw new ServiceError('ServiceNotActiveException', 'Service was not ACTIVE.');
  }
  return service;
}

/** The service behind an ARN with a `<kind>/<cluster>/<service>/…` path. */
export function serviceBehind(world: World, arn: string): ServiceRecord | undefined {
  const [, cluster, service] = pathOf(arn).split('/');
  return world.ecs.clusters.get(cluster ?? '')?.services.get(service ?? '');
}
