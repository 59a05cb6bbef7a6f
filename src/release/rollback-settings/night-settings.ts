import type { ServiceSettings } from '../../aws/service-state.ts';
import { approvalsOf, stagesOfGates } from '../../model/lifecycle-hooks.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';
import type { SetAside } from '../../model/set-aside.ts';
import { strategyConflicts } from '../../model/strategy-conflicts.ts';
import { plannedShift } from '../planned-shift.ts';

/** What a way back runs with instead, and what that sets aside. */
export interface NightSettings {
  readonly settings: DeploymentSettings;
  readonly aside: SetAside;
}

/**
 * The settings of a way back: no bakes and no pauses of ours, so that it is as fast as AWS can be, and waits for nobody; and no alarms,
 * which fire for what the bad revision still does: ECS would fail the way back, and return to the bad revision. Functions and hooks of
 * others stay: whoever put them there wants them asked. Undefined where nothing stands in the way. Pure.
 */
export function nightSettings(live: ServiceSettings): NightSettings | undefined {
  const bake = live.bakeTimeInMinutes ?? 0;
  const approvals = approvalsOf(live.hooks);
  const steps = plannedShift(live, [])?.steps;
  const between = steps === undefined || steps.kind === 'at-once' ? 0 : steps.bakeInMinutes;
  // Nothing is measured on a way back, and every release puts there what its gates need: these are not put back.
  const isHeldForGates = Object.keys(stagesOfGates(live.hooks)).length > 0;
  const alarms = live.alarms?.enable === true ? live.alarms : undefined;
  const isHeld = approvals.length > 0 || isHeldForGates || alarms !== undefined;
  if (bake === 0 && between === 0 && !isHeld) return undefined;
  const isCanary = between > 0 && steps?.kind === 'canary';
  const isLinear = between > 0 && steps?.kind === 'linear';
  return {
    settings: {
      ...(bake > 0 ? { bakeTimeInMinutes: 0 } : {}),
      ...(isCanary ? { canary: { percent: live.canary?.percent, bakeTimeInMinutes: 0 } } : {}),
      ...(isLinear ? { linear: { percent: live.linear?.percent, bakeTimeInMinutes: 0 } } : {}),
      ...(approvals.length > 0 ? { approvals: [] } : {}),
      ...(isHeldForGates ? { gatePauses: [] } : {}),
      ...(alarms === undefined ? {} : { alarms: { ...alarms, enable: false } }),
    },
    aside: {
      ...(bake > 0 ? { bakeTimeInMinutes: bake } : {}),
      ...(isCanary ? { canaryBakeTimeInMinutes: between } : {}),
      ...(isLinear ? { linearBakeTimeInMinutes: between } : {}),
      ...(approvals.length > 0 ? { approvals } : {}),
      ...(alarms === undefined ? {} : { alarms: true }),
    },
  };
}

/** What is to be put back: only what still stands as the way back has left it. What somebody has set since is his. Pure. */
export function settingsToPutBack(aside: SetAside, live: ServiceSettings): DeploymentSettings {
  const { bakeTimeInMinutes: bake, canaryBakeTimeInMinutes: canary, linearBakeTimeInMinutes: linear } = aside;
  const isGone = approvalsOf(live.hooks).length === 0;
  const approvals = (isGone ? (aside.approvals ?? []) : []).filter(
    (approval) => strategyConflicts(live.strategy, { approvals: [approval] }).length === 0,
  );
  const isCanary = live.strategy === 'CANARY' && live.canary?.bakeTimeInMinutes === 0;
  const isLinear = live.strategy === 'LINEAR' && live.linear?.bakeTimeInMinutes === 0;
  const quiet = live.alarms?.enable === false && live.alarms.names.length > 0 ? live.alarms : undefined;
  return {
    ...(bake !== undefined && (live.bakeTimeInMinutes ?? 0) === 0 ? { bakeTimeInMinutes: bake } : {}),
    ...(canary !== undefined && isCanary
      ? { canary: { percent: live.canary.percent, bakeTimeInMinutes: canary } }
      : {}),
    ...(linear !== undefined && isLinear
      ? { linear: { percent: live.linear.percent, bakeTimeInMinutes: linear } }
      : {}),
    ...(approvals.length > 0 ? { approvals } : {}),
    ...(aside.alarms === true && quiet !== undefined ? { alarms: { ...quiet, enable: true } } : {}),
  };
}
