import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { TrafficRouting } from '../../model/codedeploy.ts';
import type { MigrationDifference } from '../../model/migration.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';

/** The longest that ECS waits between two moves of traffic, or after the last: a day. In minutes. */
const longestBake = 1440;
/** What is proposed where CodeDeploy kept the old tasks for good, in minutes. */
const bakeForKeepers = 60;
/** The smallest step of LINEAR, in percent. */
const smallestStep = 3;

export interface MovedSettings {
  readonly settings: DeploymentSettings;
  readonly differences: readonly MigrationDifference[];
}

/** What the group says, in the words of ECS, and what is lost or added on the way. Pure. */
export function moveSettings(group: DeploymentGroupState, routing: TrafficRouting): MovedSettings {
  const differences: MigrationDifference[] = [];
  const shortened = (wait: 'bake' | 'canary' | 'linear', fromMinutes: number): number => {
    const toMinutes = Math.min(longestBake, fromMinutes);
    if (toMinutes < fromMinutes) differences.push({ kind: 'wait-shortened', wait, fromMinutes, toMinutes });
    return toMinutes;
  };
  const steps = moveRouting(routing, shortened, differences);
  const { terminationInMinutes: kept, readyInMinutes: ready } = group.waits;
  if (kept === undefined) differences.push({ kind: 'old-tasks-not-kept', bakeInMinutes: bakeForKeepers });
  const alarms = moveAlarms(group, differences);
  if (!group.rollsBackOn.includes('DEPLOYMENT_FAILURE'))
    differences.push({ kind: 'goes-back-more-often', on: 'failure' });
  differences.push({ kind: 'no-hour-for-install' });
  if (ready !== undefined) differences.push({ kind: 'unanswered-goes-back', timeoutInMinutes: ready });
  return {
    settings: {
      ...steps,
      bakeTimeInMinutes: kept === undefined ? bakeForKeepers : shortened('bake', kept),
      ...(alarms === undefined ? {} : { alarms }),
      circuitBreaker: { enable: true, rollback: true },
      ...(ready === undefined
        ? {}
        : {
            approvals: [
              // READY comes after the test traffic, and before any of production. AWS's shortest pause is a minute.
              { moment: 'after-test-traffic', timeoutInMinutes: Math.max(1, ready), onTimeout: 'ROLLBACK' },
            ],
          }),
    },
    differences,
  };
}

type Steps = Pick<DeploymentSettings, 'strategy' | 'canary' | 'linear'>;

function moveRouting(
  routing: TrafficRouting,
  shortened: (wait: 'canary' | 'linear', fromMinutes: number) => number,
  differences: MigrationDifference[],
): Steps {
  switch (routing.type) {
    case 'AllAtOnce':
      return { strategy: 'BLUE_GREEN' };
    case 'TimeBasedCanary':
      return {
        strategy: 'CANARY',
        canary: {
          percent: routing.percent,
          bakeTimeInMinutes: shortened('canary', routing.intervalInMinutes),
        },
      };
    case 'TimeBasedLinear': {
      const percent = Math.max(smallestStep, routing.percent);
      if (percent !== routing.percent)
        differences.push({ kind: 'step-raised', fromPercent: routing.percent, toPercent: percent });
      return {
        strategy: 'LINEAR',
        linear: { percent, bakeTimeInMinutes: shortened('linear', routing.intervalInMinutes) },
      };
    }
    default:
      return routing satisfies never;
  }
}

function moveAlarms(
  { alarms, rollsBackOn }: DeploymentGroupState,
  differences: MigrationDifference[],
): DeploymentSettings['alarms'] {
  if (alarms.names.length === 0) return undefined;
  if (!alarms.enabled) {
    differences.push({ kind: 'alarms-left-out', alarms: alarms.names });
    return undefined;
  }
  differences.push({ kind: 'ringing-alarm-ignored', alarms: alarms.names });
  differences.push({ kind: 'poll-failure-unsaid', ignoredToday: alarms.ignoresPollFailure });
  if (!rollsBackOn.includes('DEPLOYMENT_STOP_ON_ALARM'))
    differences.push({ kind: 'goes-back-more-often', on: 'alarm' });
  return { names: alarms.names, enable: true, rollback: true };
}
