import type {
  ScalableDimension,
  ScalableTarget,
  ServiceNamespace,
} from '@aws-sdk/client-application-auto-scaling';
import type { World } from '../world.ts';
import type { ScalableTargetRecord, TargetId } from './state.ts';

/** The members that everything of this service is described with. */
export function describeId({ serviceNamespace, resourceId, scalableDimension }: TargetId): {
  ServiceNamespace: ServiceNamespace;
  ResourceId: string;
  ScalableDimension: ScalableDimension;
} {
  return {
    ServiceNamespace: serviceNamespace as ServiceNamespace,
    ResourceId: resourceId,
    ScalableDimension: scalableDimension as ScalableDimension,
  };
}

export function describeTarget(world: World, target: ScalableTargetRecord): ScalableTarget {
  return {
    ...describeId(target),
    MinCapacity: target.minCapacity,
    MaxCapacity: target.maxCapacity,
    RoleARN: `arn:aws:iam::${world.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
    CreationTime: new Date(target.createdAt),
    SuspendedState: { ...target.suspended },
    ScalableTargetARN: target.arn,
  };
}
