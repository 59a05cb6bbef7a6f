import { describeAlarms } from '../aws/alarms.ts';
import { conflictsWithEcs } from '../model/controller-conflicts.ts';
import { EcsdeployError } from '../model/error.ts';
import { shiftsTraffic } from '../model/lifecycle.ts';
import type { BringIn, BringInQuestion } from './bring-in.ts';
import { refuseDeadlock } from './deadlock.ts';
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
  const sent = settingsToSend(service.ref, service.settings, request.settings);
  const settings = settingsInForce(service.settings, sent);
  const { strategy } = settings;
  refuseWithoutTraffic(service, strategy);
  if (!shiftsTraffic(strategy)) refuseDeadlock(service.ref, service.desiredCount, settings);
  const [scaling] = await Promise.all([
    planScaling(context, { service: service.ref, strategy, suspend: request.suspendScaling === true }),
    warnAhead(context, settings, request),
  ]);
  if (shiftsTraffic(strategy) && isHeadless(service)) {
    context.report({ type: 'warning', warning: { kind: 'no-traffic-to-shift', strategy } });
  }
  const plannedWaitMilliseconds = plannedWaits(settings, service.loadBalancers);
  const timeoutMilliseconds = request.timeoutMilliseconds + plannedWaitMilliseconds;
  return {
    strategy,
    sent,
    settings: settingsDifference(service.settings, sent),
    shift: plannedShift(settings, service.loadBalancers),
    hooks: plannedHooks(settings),
    scaling,
    startSteps: [{ kind: 'update-service', force: request.force, undo: 'stop-and-roll-back' }],
    safety: safetyRules(settings, service.desiredCount, {
      rollback: request.rollback,
      rollbackOnTimeout: request.rollbackOnTimeout,
      timeoutMilliseconds,
      allOrNone: request.allOrNone,
    }),
    timeoutMilliseconds,
    plannedWaitMilliseconds,
    awsRollsBack: breakerRollsBack(settings),
  };
}

async function warnAhead(
  { aws, report }: ReleaseContext,
  settings: ReturnType<typeof settingsInForce>,
  request: DeployRequest,
): Promise<void> {
  const isHeldByAws =
    breakerRollsBack(settings) || (settings.alarms?.enable === true && settings.alarms.rollback);
  if (!isHeldByAws && !request.rollbackOnTimeout) {
    report({ type: 'warning', warning: { kind: 'no-rollback-configured' } });
  }
  if (settings.alarms?.enable !== true) return;
  try {
    // ECS ignores alarms that are already in ALARM for the whole deployment.
    const firing = (await describeAlarms(aws, settings.alarms.names)).filter(
      ({ state }) => state === 'ALARM',
    );
    if (firing.length > 0) {
      const alarms = firing.map(({ name }) => name);
      report({ type: 'warning', warning: { kind: 'alarm-already-firing', alarms } });
    }
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    report({
      type: 'warning',
      warning: { kind: 'evidence-missing', what: 'alarm states', error: error.message },
    });
  }
}
