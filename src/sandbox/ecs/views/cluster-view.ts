import type { Cluster } from '@aws-sdk/client-ecs';
import type { ClusterRecord } from '../records/cluster.ts';

export function viewCluster(cluster: ClusterRecord, include: readonly string[]): Cluster {
  const tasks = [...cluster.tasks.values()].filter((task) => task.desiredStatus === 'RUNNING');
  const running = tasks.filter((task) => task.lastStatus === 'RUNNING').length;
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: tasks.length - running,
    activeServicesCount: [...cluster.services.values()].filter((service) => service.status === 'ACTIVE')
      .length,
    statistics: [],
    tags: include.includes('TAGS') ? [...cluster.tags] : [],
    settings: include.includes('SETTINGS') ? cluster.settings : [],
    ...(include.includes('CONFIGURATIONS') &&
      cluster.configuration !== undefined && { configuration: cluster.configuration }),
    ...(cluster.serviceConnectDefaults !== undefined && {
      serviceConnectDefaults: cluster.serviceConnectDefaults,
    }),
    capacityProviders: [...cluster.capacityProviders],
    defaultCapacityProviderStrategy: [...cluster.defaultCapacityProviderStrategy],
  };
}
