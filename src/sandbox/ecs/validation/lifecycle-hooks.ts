import type { DeploymentLifecycleHook, DeploymentStrategy } from '@aws-sdk/client-ecs';
import { invalidParameter } from '../refusals.ts';

const mostOfAKind = 10;

/** Stages with a hook, and those of them that can have a pause (2.4.4 of the specification). */
const hookStages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
];
const withoutPause = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'];
const ofRolling = ['PRE_SCALE_UP', 'POST_SCALE_UP'];

/**
 * Refuses hooks that the strategy cannot run, more of them than AWS takes, and time-outs out of its ranges (2.4.3, 2.4.4). AWS's own are the
 * texts about the target type and about the stages of a pause.
 */
export function checkLifecycleHooks(
  hooks: readonly DeploymentLifecycleHook[],
  strategy: DeploymentStrategy,
): void {
  for (const hook of hooks) checkHook(hook, strategy);
  const pauses = hooks.filter(({ targetType }) => targetType === 'PAUSE').length;
  for (const [kind, count] of [
    ['PAUSE', pauses],
    ['AWS_LAMBDA', hooks.length - pauses],
  ] as const) {
    if (count > mostOfAKind) {
      throw invalidParameter(
        `A service can have at most ${mostOfAKind} lifecycle hooks of targetType ${kind}.`,
      );
    }
  }
}

function checkHook(hook: DeploymentLifecycleHook, strategy: DeploymentStrategy): void {
  const { hookTargetArn, roleArn, lifecycleStages = [], timeoutConfiguration } = hook;
  const targetType: string = hook.targetType ?? 'AWS_LAMBDA';
  if (targetType !== 'AWS_LAMBDA' && targetType !== 'PAUSE') {
    throw invalidParameter('Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE');
  }
  const isPause = targetType === 'PAUSE';
  if (lifecycleStages.length === 0) {
    throw invalidParameter('lifecycleStages must be specified for a lifecycle hook');
  }
  for (const stage of lifecycleStages) {
    const isKnown = hookStages.includes(stage);
    if (isPause && !(isKnown && pauseStages(strategy).includes(stage))) {
      throw invalidParameter('Invalid lifecycle stage provided for Pause Hook');
    }
    if (!isKnown)
      throw invalidParameter(`Invalid lifecycle stage. Valid values are: ${hookStages.join(', ')}`);
  }
  if (!isPause && hookTargetArn === undefined)
    throw invalidParameter('hookTargetArn must be specified for an AWS_LAMBDA lifecycle hook');
  if (!isPause && roleArn === undefined)
    throw invalidParameter('roleArn must be specified for an AWS_LAMBDA lifecycle hook');
  if (isPause && hookTargetArn !== undefined)
    throw invalidParameter('hookTargetArn is not applicable for PAUSE lifecycle hooks');

  const { timeoutInMinutes, action } = timeoutConfiguration ?? {};
  const longest = isPause ? 20_160 : 1_440;
  const isInRange =
    timeoutInMinutes === undefined ||
    (Number.isInteger(timeoutInMinutes) && timeoutInMinutes >= 1 && timeoutInMinutes <= longest);
  if (!isInRange) {
    throw invalidParameter(
      `timeoutInMinutes must be between 1 and ${longest} for ${targetType} lifecycle hooks`,
    );
  }
  if (action !== undefined && !['CONTINUE', 'ROLLBACK'].includes(action)) {
    throw invalidParameter('Invalid timeout action. Valid values are: CONTINUE, ROLLBACK');
  }
}

function pauseStages(strategy: DeploymentStrategy): readonly string[] {
  return strategy === 'ROLLING' ? ofRolling : hookStages.filter((stage) => !withoutPause.includes(stage));
}
