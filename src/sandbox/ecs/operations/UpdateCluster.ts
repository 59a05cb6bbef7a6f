import type { UpdateClusterCommandInput, UpdateClusterResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findActiveCluster } from '../lookup/cluster.ts';
import { viewCluster } from '../views/cluster-view.ts';

export const UpdateCluster: Operation<UpdateClusterCommandInput, UpdateClusterResponse> = (world, input) => {
  const cluster = findActiveCluster(world, input.cluster);
  if (input.settings !== undefined) cluster.settings = input.settings;
  if (input.configuration !== undefined) cluster.configuration = input.configuration;
  if (input.serviceConnectDefaults !== undefined)
    cluster.serviceConnectDefaults = input.serviceConnectDefaults;
  return { cluster: viewCluster(cluster, ['SETTINGS', 'CONFIGURATIONS']) };
};
