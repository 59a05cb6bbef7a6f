import type { CapacityProviderStrategyItem, Cluster, Tag } from '@aws-sdk/client-ecs';
import type { ServiceRecord } from './service.ts';
import type { TaskRecord } from './task.ts';

export interface ClusterRecord {
  readonly arn: string;
  readonly name: string;
  status: 'ACTIVE' | 'INACTIVE';
  tags: readonly Tag[];
  settings: Cluster['settings'];
  configuration: Cluster['configuration'];
  serviceConnectDefaults: Cluster['serviceConnectDefaults'];
  capacityProviders: readonly string[];
  defaultCapacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  /** By name; an INACTIVE one stays until its name is used again. */
  readonly services: Map<string, ServiceRecord>;
  /** By id; stopped ones stay for an hour. */
  readonly tasks: Map<string, TaskRecord>;
  /** Where tasks that are not on Fargate are placed: one instance that never fills up. */
  readonly instance: { readonly arn: string; readonly instanceId: string };
}
