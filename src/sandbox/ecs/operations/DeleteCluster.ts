import type { DeleteClusterCommandInput, DeleteClusterResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { findCluster } from '../lookup/cluster.ts';
import { viewCluster } from '../views/cluster-view.ts';

export const DeleteCluster: Operation<DeleteClusterCommandInput, DeleteClusterResponse> = (world, input) => {
  const cluster = findCluster(world, input.cluster);
  if ([...cluster.services.values()].some((service) => service.status !== 'INACTIVE')) {
    throw new ServiceError(
      'ClusterContainsServicesException',
      'The Cluster cannot be deleted while Services are active.',
    );
  }
  if ([...cluster.tasks.values()].some((task) => task.lastStatus !== 'STOPPED')) {
    throw new ServiceError(
      'ClusterContainsTasksException',
      'The Cluster cannot be deleted while Tasks are active.',
    );
  }
  cluster.status = 'INACTIVE';
  return { cluster: viewCluster(cluster, []) };
};
