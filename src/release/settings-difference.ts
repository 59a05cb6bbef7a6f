import type { ServiceSettings } from '../aws/service-state.ts';
import type { HookDefinition } from '../model/hook-definition.ts';
import { areSameHooks, mergeHooks, nameOfHook } from '../model/lifecycle-hooks.ts';
import type { DeploymentSettings, Difference } from '../model/release-plan.ts';
import type { Json } from '../model/task-definition.ts';

type Pair = readonly [path: string, before: Json | undefined, after: Json | undefined];

/** Which configured settings differ from the live service, in AWS's spelling. What is not configured never appears. */
export function settingsDifference(live: ServiceSettings, wanted: DeploymentSettings): Difference[] {
  const { circuitBreaker, alarms, canary, linear, earlySuccess } = wanted;
  const pairs: Pair[] = [
    ['strategy', live.strategy, wanted.strategy],
    ['canaryConfiguration.canaryPercent', live.canary?.percent, canary?.percent],
    [
      'canaryConfiguration.canaryBakeTimeInMinutes',
      live.canary?.bakeTimeInMinutes,
      canary?.bakeTimeInMinutes,
    ],
    ['linearConfiguration.stepPercent', live.linear?.percent, linear?.percent],
    ['linearConfiguration.stepBakeTimeInMinutes', live.linear?.bakeTimeInMinutes, linear?.bakeTimeInMinutes],
    ['minimumHealthyPercent', live.minimumHealthyPercent, wanted.minimumHealthyPercent],
    ['maximumPercent', live.maximumPercent, wanted.maximumPercent],
    ['bakeTimeInMinutes', live.bakeTimeInMinutes ?? 0, wanted.bakeTimeInMinutes],
    ['deploymentCircuitBreaker.enable', live.circuitBreaker.enable, circuitBreaker?.enable],
    [
      'deploymentCircuitBreaker.rollback',
      live.circuitBreaker.rollback,
      // ECS stores false for a breaker that is off, whatever was sent.
      circuitBreaker?.enable === false ? false : circuitBreaker?.rollback,
    ],
    [
      'deploymentCircuitBreaker.resetOnHealthyTask',
      live.circuitBreaker.resetOnHealthyTask ?? true,
      circuitBreaker?.resetOnHealthyTask,
    ],
    [
      'deploymentCircuitBreaker.thresholdConfiguration',
      toText(live.circuitBreaker.threshold),
      toText(circuitBreaker?.threshold),
    ],
    ['alarms.alarmNames', live.alarms?.names.toSorted(), alarms?.names.toSorted()],
    ['alarms.enable', live.alarms?.enable, alarms?.enable],
    ['alarms.rollback', live.alarms?.rollback, alarms?.rollback],
    ['earlySuccessCriteria.enable', live.earlySuccess.enable, earlySuccess?.enable],
    ['earlySuccessCriteria.healthyPercent', live.earlySuccess.healthyPercent, earlySuccess?.healthyPercent],
    ['earlySuccessCriteria.sourceServiceRevisionCleanup', live.earlySuccess.cleanup, earlySuccess?.cleanup],
  ];
  const grace: Pair = [
    'healthCheckGracePeriodSeconds',
    live.healthCheckGracePeriodSeconds ?? 0,
    wanted.healthCheckGracePeriodSeconds,
  ];
  const configured = [...pairs.map(([path, ...rest]) => [within(path), ...rest] as const), grace].flatMap(
    ([path, before, after]): Difference[] => {
      if (after === undefined || JSON.stringify(before) === JSON.stringify(after)) return [];
      return [{ path, kind: before === undefined ? 'added' : 'changed', before, after, masked: false }];
    },
  );
  return [...configured, ...hooksDifference(live.hooks, mergeHooks(live.hooks, wanted))];
}

/** Hooks by the names that a person knows them by: `lifecycleHooks[before-traffic pause]`. */
export function hooksDifference(
  some: readonly HookDefinition[],
  others: readonly HookDefinition[],
): Difference[] {
  const before = byName(some);
  const after = byName(others);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Difference[] => {
    const [old, now] = [before.get(name) ?? [], after.get(name) ?? []];
    if (areSameHooks(old, now)) return [];
    const path = within(`lifecycleHooks[${name}]`);
    if (now.length === 0) return [{ path, kind: 'removed', before: shown(old), masked: false }];
    if (old.length === 0) return [{ path, kind: 'added', after: shown(now), masked: false }];
    // Where only the details differ, they are not shown: what a function is told may be secret.
    const isHidden = shown(old) === shown(now);
    const values = isHidden ? {} : { before: shown(old), after: shown(now) };
    return [{ path, kind: 'changed', ...values, masked: isHidden }];
  });
}

function byName(hooks: readonly HookDefinition[]): Map<string, HookDefinition[]> {
  const named = new Map<string, HookDefinition[]>();
  for (const hook of hooks) named.set(nameOfHook(hook), [...(named.get(nameOfHook(hook)) ?? []), hook]);
  return named;
}

/** What a person wants to know of a hook: how long it may hold, and what comes then. */
function shown(hooks: readonly HookDefinition[]): Json {
  return hooks
    .map(({ lifecycleStages = [], timeoutConfiguration: { timeoutInMinutes, action } = {} }) => {
      const limit = timeoutInMinutes === undefined ? '' : `, ${timeoutInMinutes} min`;
      return `${lifecycleStages.join(', ')}${limit}${action === undefined ? '' : `, then ${action}`}`;
    })
    .join('; ');
}

function within(path: string): string {
  return `deploymentConfiguration.${path}`;
}

function toText(threshold: { type: string; value: number } | undefined): string | undefined {
  return threshold === undefined ? undefined : `${threshold.type} ${threshold.value}`;
}
