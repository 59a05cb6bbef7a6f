import type { ServiceState } from '../aws/service-state.ts';
import type { DeploymentSettings, ReleasePlan } from '../model/release-plan.ts';
import { revisionName } from '../model/service-ref.ts';
import { plannedHooks, plannedShift } from './planned-shift.ts';
import { plannedWaits } from './planned-waits.ts';
import { safetyRules, settingsInForce, type OwnRules } from './safety-rules.ts';
import { settingsDifference } from './settings-difference.ts';

/** The plan of going back, from the service as it is now. `taskDefinition` is absent where AWS chooses the revision. */
export function rollbackPlan(
  service: ServiceState,
  rules: OwnRules,
  target: {
    readonly taskDefinition: string | undefined;
    readonly settings?: DeploymentSettings | undefined;
    readonly steps: ReleasePlan['steps'];
  },
): ReleasePlan {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const [, , , region = '', account = ''] = service.arn.split(':');
  const settings = settingsInForce(service.settings, target.settings ?? {});
  const isNew = target.steps.some(({ kind }) => kind === 'update-service');
  const goesForward = target.steps.some(({ kind }) => kind === 'update-service' || kind === 'adopt');
  const waits = goesForward ? plannedWaits(settings, service.loadBalancers) : 0;
  const timeoutMilliseconds = rules.timeoutMilliseconds + waits;
  return {
    action: 'rollback',
    service: service.ref,
    account,
    region,
    strategy: service.strategy,
    current: {
      taskDefinition: primary?.taskDefinition ?? service.taskDefinition,
      deploymentId: primary?.id ?? '',
      serviceDeployment: service.currentServiceDeployment,
      desiredCount: service.desiredCount,
      runningCount: service.runningCount,
    },
    target: {
      taskDefinition: target.taskDefinition,
      family: revisionName(target.taskDefinition ?? service.taskDefinition).replace(/:\d+$/, ''),
      images: [],
      digests: {},
    },
    update: { force: false, settings: target.settings ?? {} },
    differences: [],
    settings: settingsDifference(service.settings, target.settings ?? {}),
    shift: isNew ? plannedShift(settings, service.loadBalancers) : undefined,
    hooks: isNew ? plannedHooks(settings) : undefined,
    steps: target.steps,
    safety: safetyRules(settings, service.desiredCount, { ...rules, timeoutMilliseconds }),
    timeoutMilliseconds,
  };
}
