import type { ServiceSettings, ServiceState } from '../../aws/service-state.ts';
import { literalInConfig } from '../literal.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * `deployment` of the file as the service has it now, so that a release with it changes no setting. CodeDeploy has its own in the
 * deployment group: undefined. Hooks and pauses are not in it: what the file does not name stays.
 */
export function deploymentValue({
  controller,
  settings,
  schedulingStrategy,
}: ServiceState): Members | undefined {
  if (controller !== 'ECS') return undefined;
  const isDaemon = schedulingStrategy === 'DAEMON';
  const { strategy, minimumHealthyPercent, maximumPercent, healthCheckGracePeriodSeconds: grace } = settings;
  return {
    strategy,
    ...shifts(settings),
    ...bake(settings),
    minimumHealthyPercent,
    // ECS takes no other for a daemon, and refuses it where it is named.
    ...(isDaemon ? {} : { maximumPercent }),
    circuitBreaker: breaker(settings.circuitBreaker),
    ...alarms(settings.alarms),
    ...earlySuccess(settings),
    ...(grace === undefined || grace === 0 ? {} : { healthCheckGracePeriodSeconds: grace }),
  };
}

function shifts({ strategy, canary, linear }: ServiceSettings): Members {
  if (strategy === 'CANARY' && canary !== undefined) {
    return { canary: { ...percent(canary.percent), ...minutes('bake', canary.bakeTimeInMinutes) } };
  }
  if (strategy === 'LINEAR' && linear !== undefined) {
    return { linear: { ...percent(linear.percent), ...minutes('every', linear.bakeTimeInMinutes) } };
  }
  return {};
}

function bake({ bakeTimeInMinutes }: ServiceSettings): Members {
  return bakeTimeInMinutes === undefined || bakeTimeInMinutes === 0 ? {} : minutes('bake', bakeTimeInMinutes);
}

function breaker({
  enable,
  rollback,
  resetOnHealthyTask,
  threshold,
}: ServiceSettings['circuitBreaker']): Members {
  return {
    enable,
    rollback,
    ...(resetOnHealthyTask === undefined ? {} : { resetOnHealthyTask }),
    ...(threshold === undefined ? {} : { threshold: { type: threshold.type, value: threshold.value } }),
  };
}

function alarms(set: ServiceSettings['alarms']): Members {
  if (set === undefined || set.names.length === 0) return {};
  const { names, enable, rollback } = set;
  return { alarms: { names: names.map(literalInConfig), enable, rollback } };
}

function earlySuccess({ earlySuccess: { enable, healthyPercent, cleanup } }: ServiceSettings): Members {
  if (!enable) return {};
  return {
    earlySuccess: {
      enable,
      ...(healthyPercent === undefined ? {} : { healthyPercent }),
      ...(cleanup === undefined ? {} : { cleanup: cleanup.toLowerCase() }),
    },
  };
}

function percent(value: number | undefined): Members {
  return value === undefined ? {} : { percent: value };
}

function minutes(name: string, value: number | undefined): Members {
  return value === undefined ? {} : { [name]: `${value}m` };
}
