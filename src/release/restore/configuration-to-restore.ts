import type { ServiceSettings } from '../../aws/service-state.ts';
import type { HookDefinition } from '../../model/hook-definition.ts';
import { areSameHooks, gatePauseOf } from '../../model/lifecycle-hooks.ts';
import { shiftsTraffic, strategies, type Strategy } from '../../model/lifecycle.ts';
import type { DeploymentSettings, Difference } from '../../model/release-plan.ts';
import { settingsInForce } from '../safety-rules.ts';
import { hooksDifference, settingsDifference } from '../settings-difference.ts';

/** As a service deployment records it. */
export type ConfigurationThen = Omit<ServiceSettings, 'healthCheckGracePeriodSeconds'>;

export interface ConfigurationToRestore {
  /** Equal ones are not in it. */
  readonly settings: DeploymentSettings;
  /** All hooks, where they differ. */
  readonly lifecycleHooks: readonly HookDefinition[] | undefined;
  readonly differences: readonly Difference[];
  /** As the service has them at the end. */
  readonly restored: ServiceSettings;
}

/** What of the deployment configuration goes back with a release. Pauses for gates are no setting: every release puts there what it needs. Pure. */
export function configurationToRestore(
  live: ServiceSettings,
  then: ConfigurationThen,
): ConfigurationToRestore {
  const strategy = strategies.find((known): known is Strategy => known === then.strategy);
  const isOther = strategy !== undefined && strategy !== live.strategy;
  const settings: DeploymentSettings = {
    ...differing('minimumHealthyPercent', live.minimumHealthyPercent, then.minimumHealthyPercent),
    ...differing('maximumPercent', live.maximumPercent, then.maximumPercent),
    ...differing('bakeTimeInMinutes', live.bakeTimeInMinutes ?? 0, then.bakeTimeInMinutes ?? 0),
    ...(isOther ? { strategy } : {}),
    // AWS takes a strategy that shifts traffic only together with a bake time.
    ...(isOther && shiftsTraffic(strategy) ? { bakeTimeInMinutes: then.bakeTimeInMinutes ?? 0 } : {}),
    ...(strategy === 'CANARY' ? differing('canary', live.canary, then.canary) : {}),
    ...(strategy === 'LINEAR' ? differing('linear', live.linear, then.linear) : {}),
    ...breakerToRestore(live, then),
    ...alarmsToRestore(live, then),
    ...earlySuccessToRestore(live, then),
  };
  const [before, after] = [lasting(live.hooks), lasting(then.hooks)];
  const lifecycleHooks = areSameHooks(before, after) ? undefined : after;
  const inForce = settingsInForce(live, settings);
  return {
    settings,
    lifecycleHooks,
    differences: [
      ...settingsDifference({ ...live, hooks: [] }, settings),
      ...(lifecycleHooks === undefined ? [] : hooksDifference(before, after)),
    ],
    restored: lifecycleHooks === undefined ? inForce : { ...inForce, hooks: lifecycleHooks },
  };
}

/** The same without what only goes together with another strategy than the service keeps. Pure. */
export function keepingStrategy(live: ServiceSettings, then: ConfigurationThen): ConfigurationThen {
  const { strategy, canary, linear, bakeTimeInMinutes, hooks, earlySuccess } = live;
  return { ...then, strategy, canary, linear, bakeTimeInMinutes, hooks, earlySuccess };
}

function breakerToRestore(
  live: ServiceSettings,
  then: ConfigurationThen,
): Pick<DeploymentSettings, 'circuitBreaker'> {
  const { enable, rollback, resetOnHealthyTask, threshold } = then.circuitBreaker;
  const type = thresholdTypes.find((known) => known === threshold?.type);
  const now = live.circuitBreaker;
  const wanted = {
    enable,
    // AWS stores no rollback of a breaker that is off.
    rollback: enable && rollback,
    resetOnHealthyTask: resetOnHealthyTask ?? now.resetOnHealthyTask,
    threshold:
      type === undefined || threshold === undefined ? now.threshold : { type, value: threshold.value },
  };
  const isSame =
    now.enable === wanted.enable &&
    (now.enable && now.rollback) === wanted.rollback &&
    (now.resetOnHealthyTask ?? true) === (wanted.resetOnHealthyTask ?? true) &&
    now.threshold?.type === wanted.threshold?.type &&
    now.threshold?.value === wanted.threshold?.value;
  if (isSame) return {};
  return {
    circuitBreaker: {
      enable: wanted.enable,
      rollback: wanted.rollback,
      ...(resetOnHealthyTask === undefined ? {} : { resetOnHealthyTask }),
      ...(type === undefined || threshold === undefined
        ? {}
        : { threshold: { type, value: threshold.value } }),
    },
  };
}

const thresholdTypes = ['COUNT', 'BOUNDED_PERCENT', 'UNBOUNDED_PERCENT'] as const;

const noAlarms = { names: [], enable: false, rollback: false };

function alarmsToRestore(live: ServiceSettings, then: ConfigurationThen): Pick<DeploymentSettings, 'alarms'> {
  const [now, wanted] = [live.alarms ?? noAlarms, then.alarms ?? noAlarms];
  if (!now.enable && !wanted.enable) return {};
  const isSame =
    now.enable === wanted.enable &&
    now.rollback === wanted.rollback &&
    now.names.toSorted().join('\n') === wanted.names.toSorted().join('\n');
  return isSame ? {} : { alarms: wanted };
}

function earlySuccessToRestore(
  live: ServiceSettings,
  then: ConfigurationThen,
): Pick<DeploymentSettings, 'earlySuccess'> {
  const { enable, healthyPercent, cleanup } = then.earlySuccess;
  if (!enable && !live.earlySuccess.enable) return {};
  const isSame =
    enable === live.earlySuccess.enable &&
    healthyPercent === live.earlySuccess.healthyPercent &&
    cleanup === live.earlySuccess.cleanup;
  if (isSame) return {};
  const known = cleanups.find((one) => one === cleanup);
  return {
    earlySuccess: {
      enable,
      ...(healthyPercent === undefined ? {} : { healthyPercent }),
      ...(known === undefined ? {} : { cleanup: known }),
    },
  };
}

const cleanups = ['BLOCKING', 'DEFERRED'] as const;

function differing<Name extends string, Value>(
  name: Name,
  before: Value,
  after: Value | undefined,
): Readonly<Partial<Record<Name, Value>>> {
  const isSame = after === undefined || JSON.stringify(before) === JSON.stringify(after);
  return (isSame ? {} : { [name]: after }) as Readonly<Partial<Record<Name, Value>>>;
}

function lasting(hooks: readonly HookDefinition[]): HookDefinition[] {
  return hooks.filter((hook) => gatePauseOf(hook) === undefined);
}
