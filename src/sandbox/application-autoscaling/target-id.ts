import { serviceIn } from '../ecs/lookup/service.ts';
import type { World } from '../world.ts';
import { invalid } from './refusals.ts';
import type { TargetId } from './state.ts';

interface Named {
  readonly ServiceNamespace?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

const dimension = 'ecs:service:DesiredCount';

/** What a request is about. @throws ValidationException unless it can be the desired count of an ECS service */
export function targetIdOf(input: Named): TargetId {
  const id = {
    serviceNamespace: input.ServiceNamespace ?? '',
    resourceId: input.ResourceId ?? '',
    scalableDimension: input.ScalableDimension ?? '',
  };
  if (id.serviceNamespace !== 'ecs' && serviceNamespaces.has(id.serviceNamespace)) {
    throw invalid(
      `The ecsdeploy sandbox does not scale ${id.serviceNamespace}, only ECS services (service namespace ecs).`,
    );
  }
  const isService = /^service\/[^/]+\/[^/]+$/.test(id.resourceId);
  if (id.serviceNamespace !== 'ecs' || !isService || id.scalableDimension !== dimension) {
    throw invalid('Unsupported service namespace, resource type or scalable dimension');
  }
  return id;
}

/** AWS looks the service up. @throws ValidationException */
export function requireService(world: World, { resourceId }: TargetId): void {
  const [, cluster = '', service = ''] = resourceId.split('/');
  const known = world.ecs.clusters.get(cluster);
  const found = known === undefined ? undefined : serviceIn(known, service);
  if (found?.status !== 'ACTIVE') throw invalid(`ECS service doesn't exist: ${resourceId}`);
}

// Of the model; the sandbox says of these that it lacks them, and AWS of all others that there is no such thing.
const serviceNamespaces = new Set([
  'appstream',
  'cassandra',
  'comprehend',
  'custom-resource',
  'dynamodb',
  'ec2',
  'elasticache',
  'elasticmapreduce',
  'kafka',
  'lambda',
  'neptune',
  'rds',
  'sagemaker',
  'workspaces',
]);
