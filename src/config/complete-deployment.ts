import type { DeploymentSettings } from '../model/release-plan.ts';
import type { Configuration } from './schema.ts';

type Written = NonNullable<Configuration['deployment']>;

export interface CompletedDeployment {
  readonly deployment: DeploymentSettings;
  /** Members that were filled in: `deployment.circuitBreaker.enable`. */
  readonly defaults: readonly string[];
  /** What contradicts itself, with the member where it shows. */
  readonly problems: readonly { readonly member: string; readonly message: string }[];
}

/**
 * Settings as AWS needs them: a circuit breaker and alarms are only accepted whole, so what was left out of one that is
 * written at all is on. Nothing is added where nothing is written.
 */
export function completeDeployment(written: Written): CompletedDeployment {
  const { circuitBreaker, alarms, minimumHealthyPercent, maximumPercent } = written;
  const { bakeTimeInMinutes, healthCheckGracePeriodSeconds } = written;
  const defaults: string[] = [];
  const problems: { member: string; message: string }[] = [];

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

  const deployment = {
    minimumHealthyPercent,
    maximumPercent,
    bakeTimeInMinutes,
    healthCheckGracePeriodSeconds,
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
  return { deployment, defaults, problems };
}
