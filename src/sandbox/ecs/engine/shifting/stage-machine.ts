import type { World } from '../../../world.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { Milestone, ShiftRecord, ShiftStep } from '../../records/shift.ts';
import { prepareTraffic } from '../../traffic/prepare-traffic.ts';
import { completeDeployment } from '../complete-deployment.ts';
import { delays } from '../delays.ts';
import { failDeployment } from '../fail-deployment.ts';
import { fleetsOf, isEmpty } from '../fleets.ts';
import { runHooks } from '../hooks/stage-hooks.ts';
import { moveTraffic, settleTraffic } from './move-traffic.ts';

/** One deployment under way, with what its stages act on. */
export interface Going {
  readonly world: World;
  readonly service: ServiceRecord;
  readonly record: ServiceDeploymentRecord;
  readonly shift: ShiftRecord;
}

/** Goes to the next stage, or to the end after the last one. */
export function nextStage(going: Going): void {
  const { world, service, record, shift } = going;
  shift.position++;
  const step = shift.steps[shift.position];
  record.updatedAt = world.timeline.now();
  // What the stage before it had for hooks is not of this one.
  delete record.hooks;
  if (step === undefined) {
    finish(going);
    return;
  }
  if (step.stage === 'CLEAN_UP') cleanUp(going);
  service.wake();
  later(going, step.lead, () => act(going, step));
}

/** To be called when something about the tasks has changed: a stage may have waited for it. */
export function lookAtMilestone(going: Going): void {
  const { shift } = going;
  const { awaits } = shift;
  if (awaits === undefined) return;
  if (!isReached(going, awaits)) {
    shift.timer?.cancel();
    delete shift.timer;
    return;
  }
  if (shift.timer !== undefined) return;
  // Tasks that are healthy for a moment between two crashes are not up.
  later(going, awaits === 'scaled-up' ? delays.quietTick : 0, () => {
    // Something happened in this very moment: the scheduler's next look decides.
    if (!isReached(going, awaits)) return;
    delete shift.awaits;
    nextStage(going);
  });
}

/** What the stage is for, then its hooks. */
function act(going: Going, step: ShiftStep): void {
  const { world, service, record, shift } = going;
  const fault = actOf(going, step);
  if (fault !== undefined) {
    failDeployment(world, service, { kind: 'networking', statusReason: fault });
    return;
  }
  record.updatedAt = world.timeline.now();
  later(going, step.settling, () =>
    runHooks(world, service, record, step.stage, (objection) => {
      // A rollback is the last resort: a hook that objects to it does not keep it from its end. Inferred.
      if (objection === undefined || shift.direction === 'back') bake(going, step);
      else failDeployment(world, service, { kind: 'hooks', objection });
    }),
  );
}

/** The `statusReason` where the load balancers do not allow it. */
function actOf({ world, service, record, shift }: Going, step: ShiftStep): string | undefined {
  if (step.stage === 'RECONCILE_SERVICE') return faultIn(settleTraffic(world, service, shift));
  if (step.stage === 'SCALE_UP') {
    shift.isScaledUp = true;
    return faultIn(prepareTraffic(world, service, record.deployment.revision));
  }
  return step.moves === undefined ? undefined : faultIn(moveTraffic(world, service, record, step.moves));
}

function faultIn(
  result:
    { readonly kind: 'invalid'; readonly statusReason: string } | { readonly kind: 'ready' | 'shifted' },
): string | undefined {
  return result.kind === 'invalid' ? result.statusReason : undefined;
}

function bake(going: Going, step: ShiftStep): void {
  later(going, step.bake, () => {
    if (step.until === undefined) {
      nextStage(going);
      return;
    }
    going.shift.awaits = step.until;
    going.service.wake();
  });
}

function later({ world, shift }: Going, delay: number, action: () => void): void {
  if (delay === 0) {
    action();
    return;
  }
  shift.timer = world.timeline.after(delay, 'stage of a deployment', () => {
    delete shift.timer;
    action();
  });
}

/** From here on only one revision stays, and nothing watches any more whether the release is good. */
function cleanUp({ record, shift }: Going): void {
  shift.cleansUp = true;
  if (record.alarms.status === 'MONITORING') record.alarms.status = 'MONITORING_COMPLETE';
  if (record.breaker === 'MONITORING') record.breaker = 'MONITORING_COMPLETE';
}

function isReached({ service, record, shift }: Going, milestone: Milestone): boolean {
  const fleets = fleetsOf(service);
  const survivor = shift.direction === 'forward' ? record.deployment : shift.blue;
  const gone = (stays: readonly unknown[]): boolean =>
    [...fleets].every(([deployment, fleet]) => stays.includes(deployment) || isEmpty(fleet));
  switch (milestone) {
    case 'reconciled':
      return gone([record.deployment, shift.blue]);
    case 'scaled-up': {
      const green = fleets.get(record.deployment);
      return (
        green !== undefined && green.healthy.length >= service.desiredCount && green.unhealthy.length === 0
      );
    }
    case 'cleaned-up':
      return gone([survivor]);
    default:
      return milestone satisfies never;
  }
}

function finish({ world, service }: Going): void {
  const [primary] = service.deployments;
  if (primary !== undefined) completeDeployment(world, service, primary);
  service.wake();
}
