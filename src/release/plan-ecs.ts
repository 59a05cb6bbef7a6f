import { conflictsWithEcs } from '../model/controller-conflicts.ts';
import { stagesOfGates } from '../model/lifecycle-hooks.ts';
import { shiftsTraffic } from '../model/lifecycle.ts';
import type { BringIn, BringInQuestion } from './bring-in.ts';
import { refuseDeadlock } from './deadlock.ts';
import { alarmsMeasured, withAlarmsOfGates, withoutAlarms } from './gates/alarms-of-gates.ts';
import { firingAlarms, inTheWay } from './gates/firing-alarms.ts';
import { gatesAsked, watchOf } from './gates/gates-asked.ts';
import { withPausesOfGates } from './gates/pauses-of-gates.ts';
import { planGates } from './gates/plan-gates.ts';
import { plannedHooks, plannedShift } from './planned-shift.ts';
import { plannedWaits } from './planned-waits.ts';
import type { ReleaseContext } from './release-context.ts';
import type { DeployRequest } from './requests.ts';
import { breakerRollsBack, safetyRules, settingsInForce } from './safety-rules.ts';
import { planScaling } from './scaling/plan-scaling.ts';
import { settingsDifference } from './settings-difference.ts';
import { settingsToSend, StrategyConflict } from './settings-to-send.ts';
import { isHeadless, refuseWithoutTraffic } from './traffic-source.ts';

/**
 * How ECS itself brings a revision in: by its strategy and its settings, which UpdateService carries. Reads only.
 * @throws what contradicts the service, or could take no step
 */
export async function planEcs(
  context: ReleaseContext,
  { request, service }: BringInQuestion,
): Promise<BringIn> {
  const conflicts = conflictsWithEcs(request);
  if (conflicts.length > 0) throw new StrategyConflict(service.ref, conflicts);
  const asked = gatesAsked(request);
  const watching = withAlarmsOfGates(request.settings, service.settings, asked, request.rollback);
  const unheld = settingsInForce(service.settings, settingsToSend(service.ref, service.settings, watching));
  const { strategy } = unheld;
  refuseWithoutTraffic(service, strategy);
  if (!shiftsTraffic(strategy)) refuseDeadlock(service.ref, service.desiredCount, unheld);
  const watched = unheld.alarms?.enable === true ? unheld.alarms.names : [];
  const [scaling, firing] = await Promise.all([
    planScaling(context, { service: service.ref, strategy, suspend: request.suspendScaling === true }),
    firingAlarms(context, [...watched, ...alarmsMeasured(asked)], request.acceptAlarms ?? []),
  ]);
  // What is not measured lets no pause go on.
  const gatesToMeasure = withoutAlarms(asked, firing.accepted);
  const holding = withPausesOfGates(
    service.ref,
    watching,
    service.settings,
    gatesToMeasure,
    request.rollback,
  );
  const sent = settingsToSend(service.ref, service.settings, holding);
  const settings = settingsInForce(service.settings, sent);
  // ECS ignores all alarms for the whole deployment when one is in ALARM as it starts.
  const areIgnored = firing.accepted.some((name) => watched.includes(name));
  const guarded = areIgnored ? { ...settings, alarms: undefined } : settings;
  warnAhead(context, guarded, request);
  warnOfAccepted(context, firing.accepted, watched);
  if (shiftsTraffic(strategy) && isHeadless(service)) {
    context.report({ type: 'warning', warning: { kind: 'no-traffic-to-shift', strategy } });
  }
  const plannedWaitMilliseconds = plannedWaits(settings, service.loadBalancers);
  const timeoutMilliseconds = request.timeoutMilliseconds + plannedWaitMilliseconds;
  const { rules, ...gates } = planGates({
    gates: gatesToMeasure,
    watchForMilliseconds: watchOf(request),
    policy: request.rollback,
    watchedByAws: guarded.alarms?.enable === true && guarded.alarms.rollback ? watched : [],
    heldAt: stagesOfGates(settings.hooks),
  });
  return {
    ...gates,
    strategy,
    sent,
    settings: settingsDifference(service.settings, sent),
    shift: plannedShift(settings, service.loadBalancers),
    hooks: plannedHooks(settings),
    scaling,
    startSteps: [{ kind: 'update-service', force: request.force, undo: 'stop-and-roll-back' }],
    safety: [
      ...safetyRules(guarded, service.desiredCount, {
        rollback: request.rollback,
        rollbackOnTimeout: request.rollbackOnTimeout,
        timeoutMilliseconds,
        allOrNone: request.allOrNone,
      }),
      ...rules,
    ],
    timeoutMilliseconds,
    plannedWaitMilliseconds,
    awsRollsBack: breakerRollsBack(settings),
    gatesToMeasure,
    firing: inTheWay(firing, watched, asked),
  };
}

function warnAhead(
  { report }: ReleaseContext,
  settings: ReturnType<typeof settingsInForce>,
  request: DeployRequest,
): void {
  const isHeldByAws =
    breakerRollsBack(settings) || (settings.alarms?.enable === true && settings.alarms.rollback);
  if (!isHeldByAws && !request.rollbackOnTimeout) {
    report({ type: 'warning', warning: { kind: 'no-rollback-configured' } });
  }
}

function warnOfAccepted(
  { report }: ReleaseContext,
  accepted: readonly string[],
  watched: readonly string[],
): void {
  const byAws = accepted.filter((name) => watched.includes(name));
  const byGates = accepted.filter((name) => !watched.includes(name));
  if (byAws.length > 0) {
    report({ type: 'warning', warning: { kind: 'alarm-already-firing', alarms: byAws } });
  }
  if (byGates.length > 0) {
    const warning = { kind: 'alarm-already-firing', alarms: byGates, onlyOfGates: true } as const;
    report({ type: 'warning', warning });
  }
}
