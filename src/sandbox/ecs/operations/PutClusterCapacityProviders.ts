import type {
  PutClusterCapacityProvidersCommandInput,
  PutClusterCapacityProvidersResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findActiveCluster } from '../lookup/cluster.ts';
import { viewCluster } from '../views/cluster-view.ts';

export const PutClusterCapacityProviders: Operation<
  PutClusterCapacityProvidersCommandInput,
  PutClusterCapacityProvidersResponse
> = (world, input) => {
  const cluster = findActiveCluster(world, input.cluster);
  cluster.capacityProviders = input.capacityProviders ?? [];
  cluster.defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy ?? [];
  return { cluster: viewCluster(cluster, ['SETTINGS']) };
};
