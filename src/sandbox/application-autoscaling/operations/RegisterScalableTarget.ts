import type {
  RegisterScalableTargetCommandInput,
  RegisterScalableTargetCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import type { Operation, Output } from '../../operation.ts';
import { invalid } from '../refusals.ts';
import { keyOf, type ScalableTargetRecord, type SuspendedFlags } from '../state.ts';
import { requireService, targetIdOf } from '../target-id.ts';

const running: SuspendedFlags = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

/** Creates or updates; of a target that is there only the members that are given change. */
export const RegisterScalableTarget: Operation<
  RegisterScalableTargetCommandInput,
  Output<RegisterScalableTargetCommandOutput>
> = (world, input) => {
  const id = targetIdOf(input);
  requireService(world, id);
  const known = world.autoscaling.targets.get(keyOf(id));
  const minCapacity = input.MinCapacity ?? known?.minCapacity;
  const maxCapacity = input.MaxCapacity ?? known?.maxCapacity;
  // AWS documents that both are required; these two texts are the sandbox's own.
  if (minCapacity === undefined || maxCapacity === undefined) {
    throw invalid('MinCapacity and MaxCapacity are required when registering a new scalable target.');
  }
  if (minCapacity < 0 || minCapacity > maxCapacity) {
    throw invalid(`MinCapacity ${minCapacity} must be from 0 to MaxCapacity ${maxCapacity}.`);
  }
  const target: ScalableTargetRecord = known ?? {
    ...id,
    arn: `arn:aws:application-autoscaling:${world.region}:${world.account}:scalable-target/${world.random.hex(36)}`,
    createdAt: world.timeline.now(),
    minCapacity,
    maxCapacity,
    suspended: running,
  };
  target.minCapacity = minCapacity;
  target.maxCapacity = maxCapacity;
  target.suspended = withGiven(target.suspended, input.SuspendedState);
  world.autoscaling.targets.set(keyOf(id), target);
  return { ScalableTargetARN: target.arn };
};

function withGiven(
  before: SuspendedFlags,
  given: RegisterScalableTargetCommandInput['SuspendedState'],
): SuspendedFlags {
  return {
    DynamicScalingInSuspended: given?.DynamicScalingInSuspended ?? before.DynamicScalingInSuspended,
    DynamicScalingOutSuspended: given?.DynamicScalingOutSuspended ?? before.DynamicScalingOutSuspended,
    ScheduledScalingSuspended: given?.ScheduledScalingSuspended ?? before.ScheduledScalingSuspended,
  };
}
