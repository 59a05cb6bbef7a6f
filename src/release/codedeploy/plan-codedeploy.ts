import { appSpecFor } from '../../appspec/app-spec-for.ts';
import { taskDefinitionPlaceholder } from '../../appspec/app-spec.ts';
import { requireTrafficTarget } from '../../appspec/traffic-target.ts';
import type { DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import { settleConfiguration } from '../../controllers/codedeploy/deployment-configuration.ts';
import type { CodeDeploySettings, PlannedCodeDeploy } from '../../model/codedeploy.ts';
import { conflictsWithCodeDeploy, unusedByCodeDeploy } from '../../model/controller-conflicts.ts';
import type { PlannedHook } from '../../model/planned-shift.ts';
import type { PlanStep } from '../../model/release-plan.ts';
import type { BringIn, BringInQuestion } from '../bring-in.ts';
import type { ReleaseContext } from '../release-context.ts';
import { alarmsMeasured, withoutAlarms } from '../gates/alarms-of-gates.ts';
import { firingAlarms, inTheWay } from '../gates/firing-alarms.ts';
import { gatesAsked, watchOf } from '../gates/gates-asked.ts';
import { planGates } from '../gates/plan-gates.ts';
import { HoldImpossible } from '../gates/pauses-of-gates.ts';
import { planScaling } from '../scaling/plan-scaling.ts';
import { settingsDifference } from '../settings-difference.ts';
import { StrategyConflict } from '../settings-to-send.ts';
import { findGroupOf } from './group-of-service.ts';
import { shiftOfRouting, waitsOfRouting } from './planned-traffic.ts';
import { refuseApprovals } from './refuse-approvals.ts';
import { alarmsOf, codeDeployRules, goesBackByItself } from './safety-rules.ts';
import { ownAlarms, type OwnAlarms } from './watched-alarms.ts';

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
  const configuration = await settleConfiguration(context.aws, group, {
    ...codeDeploy,
    onUnlisted: ({ message: error }) =>
      context.report({
        type: 'warning',
        warning: { kind: 'evidence-missing', what: 'the deployment configurations of the account', error },
      }),
  });
  const appSpec = appSpecFor(service, codeDeploy, taskDefinition ?? taskDefinitionPlaceholder);
  requireTrafficTarget(appSpec, definition);
  const asked = gatesAsked(request);
  const holding = asked.filter(({ hold, dryRun }) => hold !== undefined && !dryRun);
  if (holding.length > 0) throw new HoldImpossible(service.ref, holding, 'CodeDeploy');
  const watched = ownAlarms(group, asked, request.rollback, [])?.alarms.names ?? alarmsOf(group);
  const alarms = [...alarmsOf(group), ...alarmsMeasured(asked)];
  const firing = await firingAlarms(context, alarms, request.acceptAlarms ?? []);
  const gatesToMeasure = withoutAlarms(asked, firing.accepted);
  const own = ownAlarms(group, gatesToMeasure, request.rollback, firing.accepted);
  const guarded = own === undefined ? group : guardedBy(group, own);
  const planned: PlannedCodeDeploy = {
    application: group.application,
    group: group.group,
    foundBy,
    configuration,
    appSpec,
    isAppSpecGiven: codeDeploy.appSpec !== undefined,
    readyWaitInMinutes: group.waits.readyInMinutes,
    terminationWaitInMinutes: group.waits.terminationInMinutes,
    ...own,
  };
  const strategy = configuration.routing.type;
  const suspend = request.suspendScaling === true;
  const scaling = await planScaling(context, { service: service.ref, strategy, suspend });
  warnAhead(context, guarded, unusedByCodeDeploy(settings));
  const { healthCheckGracePeriodSeconds } = settings;
  // Of all that UpdateService would carry, this is what such a service has a use for.
  const sent = healthCheckGracePeriodSeconds === undefined ? {} : { healthCheckGracePeriodSeconds };
  const difference = settingsDifference(service.settings, sent);
  const plannedWaitMilliseconds = waitsOfRouting(configuration.routing, group.waits);
  const timeoutMilliseconds = request.timeoutMilliseconds + plannedWaitMilliseconds;
  const { rules, ...gates } = planGates({
    gates: gatesToMeasure,
    watchForMilliseconds: watchOf(request),
    policy: request.rollback,
    watchedByAws: guarded.rollsBackOn.includes('DEPLOYMENT_STOP_ON_ALARM') ? alarmsOf(guarded) : [],
    heldAt: {},
  });
  return {
    ...gates,
    strategy,
    sent,
    settings: difference,
    shift: shiftOfRouting(configuration.routing, group),
    hooks: hooksOf(codeDeploy),
    codeDeploy: planned,
    scaling,
    startSteps: startSteps(planned, difference.length > 0),
    safety: [...codeDeployRules(guarded, { ...request, timeoutMilliseconds }), ...rules],
    timeoutMilliseconds,
    plannedWaitMilliseconds,
    // Its own counting of tasks that die is none: it waits an hour for a task set to become steady.
    awsRollsBack: false,
    gatesToMeasure,
    firing: inTheWay(firing, watched, asked),
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

/** The group as it guards a deployment that brings its own alarms. */
function guardedBy(group: DeploymentGroupState, { alarms, rollsBackOn }: OwnAlarms): DeploymentGroupState {
  return { ...group, alarms: { ...alarms, enabled: alarms.names.length > 0 }, rollsBackOn };
}

function warnAhead({ report }: ReleaseContext, group: DeploymentGroupState, unused: readonly string[]): void {
  if (unused.length > 0) report({ type: 'warning', warning: { kind: 'settings-unused', members: unused } });
  if (!goesBackByItself(group)) {
    report({ type: 'warning', warning: { kind: 'no-auto-rollback', group: group.group } });
  }
}
