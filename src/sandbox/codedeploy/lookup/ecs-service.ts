import type { ECSService } from '@aws-sdk/client-codedeploy';
import { lastPart } from '../../ecs/arns.ts';
import { serviceIn } from '../../ecs/lookup/service.ts';
import type { ServiceRecord } from '../../ecs/records/service.ts';
import type { World } from '../../world.ts';

/** The ECS service that a group names, by names or ARNs; undefined where ECS has none, or none any more. */
export function ecsServiceOf(
  world: World,
  { clusterName, serviceName }: ECSService,
): ServiceRecord | undefined {
  const cluster = world.ecs.clusters.get(lastPart(clusterName ?? 'default'));
  const service = cluster && serviceIn(cluster, serviceName ?? '');
  return service?.status === 'INACTIVE' ? undefined : service;
}

/** `<cluster>:<service>`: what the one target of a deployment is called, and a service within one region. */
export function targetIdOf({ clusterName, serviceName }: ECSService): string {
  return `${lastPart(clusterName ?? 'default')}:${lastPart(serviceName ?? '')}`;
}
