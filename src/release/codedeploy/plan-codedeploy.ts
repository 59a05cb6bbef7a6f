import { appSpecFor } from '../../appspec/app-spec-for.ts';
import { taskDefinitionPlaceholder } from '../../appspec/app-spec.ts';
import { requireTrafficTarget } from '../../appspec/traffic-target.ts';
import { describeAlarms } from '../../aws/alarms.ts';
import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import { settleConfiguration } from '../../controllers/codedeploy/deployment-configuration.ts';
import type { CodeDeploySettings, PlannedCodeDeploy } from '../../model/codedeploy.ts';
import { conflictsWithCodeDeploy, unusedByCodeDeploy } from '../../model/controller-conflicts.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PlannedHook } from '../../model/planned-shift.ts';
import type { PlanStep } from '../../model/release-plan.ts';
import type { BringIn, BringInQuestion } from '../bring-in.ts';
import type { ReleaseContext } from '../release-context.ts';
import { planScaling } from '../scaling/plan-scaling.ts';
import { settingsDifference } from '../settings-difference.ts';
import { StrategyConflict } from '../settings-to-send.ts';
import { findGroupOf } from './group-of-service.ts';
import { shiftOfRouting, waitsOfRouting } from './planned-traffic.ts';
import { refuseApprovals } from './refuse-approvals.ts';
import { alarmsOf, codeDeployRules, goesBackByItself } from './safety-rules.ts';

/**
 * How CodeDeploy brings a revision in: through the deployment group of the service, with an AppSpec, by a deployment configuration that
 * says how traffic moves. Reads only.
 * @throws what the group cannot do, and what finding it throws
 */
export async function planCodeDeploy(
  context: ReleaseContext,
  { request, service, definition, taskDefinition }: BringInQuestion,
): Promise<BringIn> {
  const { settings, codeDeploy = {} } = request;
  const conflicts = conflictsWithCodeDeploy({ settings, codeDeploy });
  if (conflicts.length > 0) throw new StrategyConflict(service.ref, conflicts);
  const { state: group, foundBy } = await findGroupOf(context, service, codeDeploy);
  refuseApprovals(group, settings.approvals ?? []);
  const configuration = await settleConfiguration(context.aws, group, codeDeploy);
  const appSpec = appSpecFor(service, codeDeploy, taskDefinition ?? taskDefinitionPlaceholder);
  requireTrafficTarget(appSpec, definition);
  const planned: PlannedCodeDeploy = {
    application: group.application,
    group: group.group,
    foundBy,
    configuration,
    appSpec,
    isAppSpecGiven: codeDeploy.appSpec !== undefined,
    readyWaitInMinutes: group.waits.readyInMinutes,
    terminationWaitInMinutes: group.waits.terminationInMinutes,
  };
  const strategy = configuration.routing.type;
  const [scaling] = await Promise.all([
    planScaling(context, { service: service.ref, strategy, suspend: request.suspendScaling === true }),
    warnAhead(context, group, unusedByCodeDeploy(settings)),
  ]);
  const { healthCheckGracePeriodSeconds } = settings;
  // Of all that UpdateService would carry, this is what such a service has a use for.
  const sent = healthCheckGracePeriodSeconds === undefined ? {} : { healthCheckGracePeriodSeconds };
  const difference = settingsDifference(service.settings, sent);
  const plannedWaitMilliseconds = waitsOfRouting(configuration.routing, group.waits);
  const timeoutMilliseconds = request.timeoutMilliseconds + plannedWaitMilliseconds;
  return {
    strategy,
    sent,
    settings: difference,
    shift: shiftOfRouting(configuration.routing, group),
    hooks: hooksOf(codeDeploy),
    codeDeploy: planned,
    scaling,
    startSteps: startSteps(planned, difference.length > 0),
    safety: codeDeployRules(group, { ...request, timeoutMilliseconds }),
    timeoutMilliseconds,
    plannedWaitMilliseconds,
    // Its own counting of tasks that die is none: it waits an hour for a task set to become steady.
    awsRollsBack: false,
  };
}

/** From the registered revision to the started deployment. Pure. */
export function startSteps(
  { configuration }: Pick<PlannedCodeDeploy, 'configuration'>,
  sendsSettings: boolean,
): PlanStep[] {
  return [
    ...(sendsSettings ? [{ kind: 'update-service', force: false, undo: 'stop-and-roll-back' } as const] : []),
    ...(configuration.isNew
      ? [{ kind: 'create-deployment-config', name: configuration.name, undo: 'none-needed' } as const]
      : []),
    { kind: 'create-deployment', undo: 'stop-and-roll-back' },
  ];
}

/** Functions that CodeDeploy asks, as the configuration has them; those of a given AppSpec stand in it. */
function hooksOf({ hooks = {} }: CodeDeploySettings): PlannedHook[] | undefined {
  const planned = Object.entries(hooks).map(([event, targetArn]): PlannedHook => ({
    target: 'lambda',
    targetArn,
    stages: [event],
    holder: 'ecsdeploy',
    onTimeout: 'ROLLBACK',
  }));
  return planned.length === 0 ? undefined : planned;
}

async function warnAhead(
  { aws, report }: ReleaseContext,
  group: DeploymentGroupState,
  unused: readonly string[],
): Promise<void> {
  if (unused.length > 0) report({ type: 'warning', warning: { kind: 'settings-unused', members: unused } });
  if (!goesBackByItself(group)) {
    report({ type: 'warning', warning: { kind: 'no-auto-rollback', group: group.group } });
  }
  const names = alarmsOf(group);
  if (names.length === 0) return;
  try {
    const firing = (await describeAlarms(aws, names)).filter(({ state }) => state === 'ALARM');
    if (firing.length > 0) {
      const alarms = firing.map(({ name }) => name);
      report({ type: 'warning', warning: { kind: 'alarm-already-firing', alarms, stopsIt: true } });
    }
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const warning = { kind: 'evidence-missing', what: 'alarm states', error: error.message } as const;
    report({ type: 'warning', warning });
  }
}
