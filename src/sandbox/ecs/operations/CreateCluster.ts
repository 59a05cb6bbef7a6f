import type { CreateClusterCommandInput, CreateClusterResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ecsArn } from '../arns.ts';
import type { ClusterRecord } from '../records/cluster.ts';
import { clientException, invalidParameter } from '../refusals.ts';
import { mergeTags } from '../validation/tags.ts';
import { viewCluster } from '../views/cluster-view.ts';

export const CreateCluster: Operation<CreateClusterCommandInput, CreateClusterResponse> = (world, input) => {
  const name = input.clusterName ?? 'default';
  if (!/^[\w-]{1,255}$/.test(name)) throw invalidParameter('Invalid cluster name.');
  const existing = world.ecs.clusters.get(name);
  if (existing?.status === 'ACTIVE') {
    // Creating what exists is answered with it, unless other capacity is asked for.
    const other = input.capacityProviders?.some((provider) => !existing.capacityProviders.includes(provider));
    if (other === true)
      throw clientException(
        'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
      );
    return { cluster: viewCluster(existing, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
  }
  const cluster: ClusterRecord = {
    arn: ecsArn(world, `cluster/${name}`),
    name,
    status: 'ACTIVE',
    tags: mergeTags([], input.tags),
    settings: input.settings ?? [{ name: 'containerInsights', value: 'disabled' }],
    configuration: input.configuration,
    serviceConnectDefaults: input.serviceConnectDefaults,
    capacityProviders: input.capacityProviders ?? [],
    defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
    services: new Map(),
    tasks: new Map(),
    instance: {
      arn: ecsArn(world, `container-instance/${name}/${world.random.hex(32)}`),
      instanceId: `i-0${world.random.hex(16)}`,
    },
  };
  world.ecs.clusters.set(name, cluster);
  return { cluster: viewCluster(cluster, ['TAGS', 'SETTINGS', 'CONFIGURATIONS']) };
};
