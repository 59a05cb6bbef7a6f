import { parseDuration } from '../model/duration.ts';
import type { TrafficRouting } from '../model/codedeploy.ts';
import { beyondEcs } from '../model/controller-conflicts.ts';
import type { DeploymentSettings, LambdaHook } from '../model/release-plan.ts';
import { settingsOfStrategy, strategyConflicts, type StrategyConflict } from '../model/strategy-conflicts.ts';
import type { Json } from '../model/task-definition.ts';
import { trafficRouting } from '../model/traffic-routing.ts';
import { strategyOfEcs, type WantedStrategy } from '../model/wanted-strategy.ts';
import { completeApprovals } from './complete-approvals.ts';
import type { Configuration } from './schema.ts';

type Written = NonNullable<Configuration['deployment']>;

export interface CompletedDeployment {
  readonly deployment: DeploymentSettings;
  /** How CodeDeploy would move traffic by these settings. */
  readonly routing?: TrafficRouting | undefined;
  /** Members that were filled in: `deployment.circuitBreaker.enable`. */
  readonly defaults: readonly string[];
  /** What contradicts itself, with the member where it shows. */
  readonly problems: readonly StrategyConflict[];
}

/** What stands around the settings of a service. */
interface Around {
  readonly approve?: Configuration['approve'];
  readonly strategyOfRun?: WantedStrategy | undefined;
  /** The file says that CodeDeploy brings the service in: its limits hold. */
  readonly isCodeDeploy?: boolean | undefined;
}

/**
 * Settings as AWS needs them: a circuit breaker, alarms and early success are only accepted whole, so what was left out of one that is
 * written at all is on. Nothing is added where nothing is written. A strategy that is given for one run leaves out what the file
 * says for others; without it, that is a contradiction.
 */
export function completeDeployment(
  written: Written,
  { approve, strategyOfRun, isCodeDeploy }: Around = {},
): CompletedDeployment {
  const { circuitBreaker, alarms, canary, linear, earlySuccess } = written;
  const { minimumHealthyPercent, maximumPercent, healthCheckGracePeriodSeconds } = written;
  const approval = completeApprovals(approve);
  const defaults: string[] = [...approval.defaults];
  const problems: StrategyConflict[] = [];

  const on = (member: string, value: boolean | undefined): boolean => {
    if (value === undefined) defaults.push(`deployment.${member}`);
    return value ?? true;
  };
  if (alarms !== undefined && alarms.names === undefined) {
    problems.push({ member: 'deployment.alarms', message: 'has no names, and AWS needs at least one alarm' });
  }
  if (minimumHealthyPercent === 100 && maximumPercent === 100) {
    problems.push({
      member: 'deployment.maximumPercent',
      message: 'is 100 and so is minimumHealthyPercent: no task could be replaced, and AWS refuses that',
    });
  }
  if (
    earlySuccess?.healthyPercent !== undefined &&
    earlySuccess.healthyPercent < (minimumHealthyPercent ?? 0)
  ) {
    problems.push({
      member: 'deployment.earlySuccess.healthyPercent',
      message: `is ${earlySuccess.healthyPercent}, and must be at least minimumHealthyPercent, which is ${minimumHealthyPercent}`,
    });
  }

  const whole: DeploymentSettings = {
    minimumHealthyPercent,
    maximumPercent,
    bakeTimeInMinutes: minutesOf(written.bake),
    healthCheckGracePeriodSeconds,
    ...(strategyOfEcs(written.strategy) && { strategy: strategyOfEcs(written.strategy) }),
    ...(canary && { canary: { percent: canary.percent, bakeTimeInMinutes: minutesOf(canary.bake) } }),
    ...(linear && { linear: { percent: linear.percent, bakeTimeInMinutes: minutesOf(linear.every) } }),
    ...(written.hooks && { hooks: written.hooks.map(toHook) }),
    ...(approval.approvals && { approvals: approval.approvals }),
    ...(earlySuccess && {
      earlySuccess: {
        enable: on('earlySuccess.enable', earlySuccess.enable),
        healthyPercent: earlySuccess.healthyPercent,
        cleanup: earlySuccess.cleanup && asAws(earlySuccess.cleanup),
      },
    }),
    ...(circuitBreaker && {
      circuitBreaker: {
        ...circuitBreaker,
        enable: on('circuitBreaker.enable', circuitBreaker.enable),
        rollback: on('circuitBreaker.rollback', circuitBreaker.rollback),
      },
    }),
    ...(alarms && {
      alarms: {
        names: alarms.names ?? [],
        enable: on('alarms.enable', alarms.enable),
        rollback: on('alarms.rollback', alarms.rollback),
      },
    }),
  };
  const deployment = strategyOfRun === undefined ? whole : settingsOfStrategy(strategyOfRun, whole);
  const strategy = strategyOfRun ?? written.strategy;
  const { routing, conflicts } = trafficRouting(strategy, deployment);
  if (isCodeDeploy === true && strategy !== 'ROLLING') problems.push(...conflicts);
  if (isCodeDeploy !== true) problems.push(...beyondEcs(deployment));
  // Without a strategy here, that of the service counts: the plan finds contradictions then.
  if (strategyOfRun === undefined && strategy !== undefined)
    problems.push(...strategyConflicts(strategy, whole));
  return { deployment, routing, defaults, problems };
}

function toHook({
  function: functionArn,
  role,
  stages,
  details,
  timeout,
  onTimeout,
}: NonNullable<Written['hooks']>[number]): LambdaHook {
  return {
    functionArn,
    roleArn: role,
    stages,
    ...(details && { details: details as Json }),
    ...(timeout && { timeoutInMinutes: minutesOf(timeout) }),
    ...(onTimeout && { onTimeout: asAws(onTimeout) }),
  };
}

function minutesOf(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration) / 60_000;
}

function asAws<Word extends string>(word: Word): Uppercase<Word> {
  return word.toUpperCase() as Uppercase<Word>;
}
