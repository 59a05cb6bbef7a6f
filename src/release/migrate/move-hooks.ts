import { stageOfEvent } from '../../model/lifecycle.ts';
import type { MigrationDifference, MovedHook, MovedHooks } from '../../model/migration.ts';
import type { DeploymentSettings, LambdaHook } from '../../model/release-plan.ts';
import type { KnownHooks } from './evidence.ts';

/** CodeDeploy gives a function an hour to answer. https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const hourOfHooks = 60;

export interface HookPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** ARN of the role with which ECS invokes them. */
  readonly roleArn: string;
}

/** The functions of an AppSpec as hooks of the service, each at the stage that its event is, with CodeDeploy's hour as their time. Pure. */
export function moveHooks(
  known: KnownHooks,
  { partition, region, account, roleArn }: HookPlace,
  strategy: DeploymentSettings['strategy'],
): {
  readonly moved: MovedHooks;
  readonly hooks: readonly LambdaHook[];
  readonly differences: readonly MigrationDifference[];
} {
  if (!known.known) return { moved: known, hooks: [], differences: [] };
  const moved = known.hooks.map((hook): MovedHook => ({
    event: hook.event,
    stage: stageOfEvent[hook.event],
    functionArn: hook.function.startsWith('arn:')
      ? hook.function
      : `arn:${partition}:lambda:${region}:${account}:function:${hook.function}`,
  }));
  const functions = [...new Set(moved.map(({ functionArn }) => functionArn))];
  const hooks = functions.map((functionArn): LambdaHook => ({
    functionArn,
    roleArn,
    stages: moved.filter((one) => one.functionArn === functionArn).map(({ stage }) => stage),
    timeoutInMinutes: hourOfHooks,
    onTimeout: 'ROLLBACK',
  }));
  if (functions.length === 0) return { moved: { known: true, hooks: [] }, hooks: [], differences: [] };
  const beforeSteps = moved.filter(({ stage }) => stage === 'PRE_PRODUCTION_TRAFFIC_SHIFT');
  return {
    moved: { known: true, hooks: moved },
    hooks,
    differences: [
      { kind: 'hook-contract', functions },
      { kind: 'hooks-of-the-service' },
      ...(beforeSteps.length === 0 || strategy === 'BLUE_GREEN'
        ? []
        : [
            {
              kind: 'hook-before-each-step',
              functions: beforeSteps.map(({ functionArn }) => functionArn),
            } as const,
          ]),
    ],
  };
}
