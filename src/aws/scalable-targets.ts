import type { ScalableTarget, SuspendedScaling } from '../model/scaling.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

const dimension = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

/** What Application Auto Scaling knows a service by. */
function resourceIdOf({ cluster, service }: ServiceRef): string {
  return `service/${cluster}/${service}`;
}

/** The bounds within which the desired count of a service is scaled; undefined where nothing scales it. */
export async function findScalableTarget(
  aws: Aws,
  ref: ServiceRef,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<ScalableTarget | undefined> {
  const output = await call(
    aws,
    { operation: 'application-autoscaling:DescribeScalableTargets', repeat: 'freely', ...options },
    aws.clients.applicationAutoScaling,
    (autoScaling, send) =>
      autoScaling.describeScalableTargets({ ...dimension, ResourceIds: [resourceIdOf(ref)] }, send),
  );
  const [target] = output.ScalableTargets ?? [];
  if (target === undefined) return undefined;
  const { MinCapacity, MaxCapacity, SuspendedState } = target;
  return {
    min: MinCapacity ?? 0,
    max: MaxCapacity ?? 0,
    suspended: {
      scaleIn: SuspendedState?.DynamicScalingInSuspended ?? false,
      scaleOut: SuspendedState?.DynamicScalingOutSuspended ?? false,
      scheduled: SuspendedState?.ScheduledScalingSuspended ?? false,
    },
  };
}

/**
 * Suspends and resumes what is scaled, of a target that is there: its bounds stay. Repeating has no further effect.
 */
export async function setSuspendedScaling(
  aws: Aws,
  ref: ServiceRef,
  suspended: SuspendedScaling,
): Promise<void> {
  await call(
    aws,
    { operation: 'application-autoscaling:RegisterScalableTarget', repeat: 'freely' },
    aws.clients.applicationAutoScaling,
    (autoScaling, send) =>
      autoScaling.registerScalableTarget(
        { ...dimension, ResourceId: resourceIdOf(ref), SuspendedState: suspendedState(suspended) },
        send,
      ),
  );
}

/** What a person types to the same effect, where ecsdeploy could not. */
export function suspendedScalingCommand(
  ref: ServiceRef,
  region: string,
  suspended: SuspendedScaling,
): string {
  const state = Object.entries(suspendedState(suspended)).map(([flag, value]) => `${flag}=${value}`);
  return [
    'aws application-autoscaling register-scalable-target',
    `--region ${region}`,
    `--service-namespace ${dimension.ServiceNamespace}`,
    `--scalable-dimension ${dimension.ScalableDimension}`,
    `--resource-id ${resourceIdOf(ref)}`,
    `--suspended-state ${state.join(',')}`,
  ].join(' ');
}

function suspendedState({ scaleIn, scaleOut, scheduled }: SuspendedScaling) {
  return {
    DynamicScalingInSuspended: scaleIn,
    DynamicScalingOutSuspended: scaleOut,
    ScheduledScalingSuspended: scheduled,
  };
}
