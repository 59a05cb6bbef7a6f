import type { DataPath } from '../model/data-document.ts';
import { literalInConfig } from './literal.ts';
import { compact, isMap, listOf, mapOf, type Members } from './members.ts';

export interface FromAws {
  /** `deployment` of our file. */
  readonly deployment: Members;
  /** Members of the service that are none of ours, by path. */
  readonly staying: readonly DataPath[];
}

const ofOurs: ReadonlySet<string> = new Set([
  'strategy',
  'minimumHealthyPercent',
  'maximumPercent',
  'bakeTimeInMinutes',
  'canaryConfiguration',
  'linearConfiguration',
  'deploymentCircuitBreaker',
  'alarms',
]);

/**
 * The deployment settings of a service definition in AWS's spelling (the input of CreateService), in ours. With CodeDeploy they are
 * settings of the deployment group: none.
 */
export function deploymentFromAws(service: Members): FromAws {
  const configuration = mapOf(service['deploymentConfiguration']);
  const isCodeDeploy = mapOf(service['deploymentController'])['type'] === 'CODE_DEPLOY';
  const grace = service['healthCheckGracePeriodSeconds'];
  const isOurs = (name: string): boolean => !isCodeDeploy && ofOurs.has(name);
  const inConfiguration = Object.keys(configuration).filter((name) => !isOurs(name));
  const staying: DataPath[] = [
    ...Object.keys(service)
      .filter((name) => name !== 'deploymentConfiguration' && name !== 'healthCheckGracePeriodSeconds')
      .map((name) => [name]),
    ...inConfiguration.map((name) => ['deploymentConfiguration', name]),
  ];
  const deployment = compact({
    ...(isCodeDeploy ? {} : settingsOf(configuration)),
    healthCheckGracePeriodSeconds: grace === null || grace === 0 ? undefined : grace,
  });
  return { deployment, staying };
}

function settingsOf(configuration: Members): Members {
  const { strategy, minimumHealthyPercent, maximumPercent, bakeTimeInMinutes: bake } = configuration;
  const canary = mapOf(configuration['canaryConfiguration']);
  const linear = mapOf(configuration['linearConfiguration']);
  return {
    strategy,
    canary: compact({ percent: canary['canaryPercent'], bake: minutes(canary['canaryBakeTimeInMinutes']) }),
    linear: compact({ percent: linear['stepPercent'], every: minutes(linear['stepBakeTimeInMinutes']) }),
    bake: bake === 0 ? undefined : minutes(bake),
    minimumHealthyPercent,
    maximumPercent,
    circuitBreaker: breakerOf(configuration['deploymentCircuitBreaker']),
    alarms: alarmsOf(mapOf(configuration['alarms'])),
  };
}

function breakerOf(breaker: unknown): Members | undefined {
  if (!isMap(breaker)) return undefined;
  const { enable, rollback, resetOnHealthyTask, thresholdConfiguration: threshold } = breaker;
  return compact({ enable, rollback, resetOnHealthyTask, threshold });
}

function alarmsOf({ alarmNames, enable, rollback }: Members): Members | undefined {
  const names = listOf(alarmNames).filter((name) => typeof name === 'string');
  return names.length === 0 ? undefined : compact({ names: names.map(literalInConfig), enable, rollback });
}

function minutes(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? `${value}m` : undefined;
}
