import { ServiceError } from '../../service-error.ts';
import type { World } from '../../world.ts';
import { lastPart } from '../arns.ts';
import { clientException } from '../refusals.ts';
import type { ClusterRecord } from '../records/cluster.ts';

/** The cluster that a request means by name or ARN; none given means `default`. */
export function findCluster(world: World, nameOrArn: string | undefined): ClusterRecord {
  const cluster = world.ecs.clusters.get(lastPart(nameOrArn ?? 'default'));
  if (cluster === undefined) throw new ServiceError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

export function findActiveCluster(world: World, nameOrArn: string | undefined): ClusterRecord {
  const cluster = findCluster(world, nameOrArn);
  if (cluster.status !== 'ACTIVE') throw clientException('Cluster was not ACTIVE.');
  return cluster;
}
