import type { ServiceSettings } from '../aws/service-state.ts';
import type { DeploymentSettings, Difference } from '../model/release-plan.ts';
import type { Json } from '../model/task-definition.ts';

/** Which configured settings differ from the live service, in AWS's spelling. What is not configured never appears. */
export function settingsDifference(live: ServiceSettings, wanted: DeploymentSettings): Difference[] {
  const { circuitBreaker, alarms } = wanted;
  const pairs: [path: string, before: Json | undefined, after: Json | undefined][] = [
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
  ];
  const grace: (typeof pairs)[number] = [
    'healthCheckGracePeriodSeconds',
    live.healthCheckGracePeriodSeconds ?? 0,
    wanted.healthCheckGracePeriodSeconds,
  ];
  return [
    ...pairs.map(([path, ...rest]) => [`deploymentConfiguration.${path}`, ...rest] as const),
    grace,
  ].flatMap(([path, before, after]): Difference[] => {
    if (after === undefined || JSON.stringify(before) === JSON.stringify(after)) return [];
    return [{ path, kind: before === undefined ? 'added' : 'changed', before, after, masked: false }];
  });
}

function toText(threshold: { type: string; value: number } | undefined): string | undefined {
  return threshold === undefined ? undefined : `${threshold.type} ${threshold.value}`;
}
