import type { Snapshot } from '../../../src/model/deployment.ts';
import type { LifecycleHook, PendingApproval, Shift } from '../../../src/model/lifecycle.ts';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import { aDeployment, aLook, aPlan, arn, at } from './a-release.ts';

const start = Date.UTC(2026, 0, 15, 9, 0, 0);

/** So many seconds after 09:00:00, in milliseconds since the epoch. */
export function time(seconds: number): number {
  return start + seconds * 1_000;
}

const counts = (revision: number, running: number, requested = 4): Snapshot['target'] => ({
  taskDefinition: arn(revision),
  requested,
  running,
  pending: 0,
});

export function aShift(changes: Partial<Shift> = {}): Shift {
  return { strategy: 'CANARY', stage: 'SCALE_UP', production: 0, test: 0, ...changes };
}

/** A look at a release of web:7 over web:6, with four tasks of each, at so many seconds. */
function aShiftingLook(seconds: number, shift: Partial<Shift>, changes: Partial<Snapshot> = {}): Snapshot {
  return aLook({
    at: time(seconds),
    phase: 'shifting-traffic',
    desired: 4,
    target: counts(7, 4),
    sources: [counts(6, 4)],
    shift: aShift(shift),
    ...changes,
  });
}

export function aPause(changes: Partial<LifecycleHook> = {}): LifecycleHook {
  return {
    hookId: 'ecs-pause-abc',
    target: 'pause',
    status: 'awaiting-action',
    expiresAt: time(86_400),
    timeoutAction: 'ROLLBACK',
    ...changes,
  };
}

export function aFunctionHook(changes: Partial<LifecycleHook> = {}): LifecycleHook {
  return {
    hookId: 'ecs-lambda-def',
    target: 'lambda',
    targetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:check-orders',
    status: 'in-progress',
    ...changes,
  };
}

export function anApproval(changes: Partial<PendingApproval> = {}): PendingApproval {
  return {
    deployment: 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/demo/web/abc',
    hookId: 'ecs-pause-abc',
    stage: 'POST_SCALE_UP',
    expiresAt: time(86_400),
    timeoutAction: 'ROLLBACK',
    ...changes,
  };
}

function observed(
  seconds: number,
  shift: Partial<Shift>,
  changes: Partial<Snapshot> = {},
  changed = true,
): ReleaseEvent {
  const snapshot = aShiftingLook(seconds, shift, changes);
  return at(seconds, { type: 'deployment.observed', snapshot, changed });
}

function begun(strategy: string): ReleaseEvent[] {
  return [
    at(0, { type: 'release.started', action: 'deploy' }),
    at(1, { type: 'plan.made', plan: aPlan({ strategy }) }),
    at(2, { type: 'task-definition.settled', taskDefinition: arn(7), how: 'registered' }),
    at(3, { type: 'deployment.started', deployment: aDeployment(), how: 'started' }),
    observed(5, { strategy, stage: 'SCALE_UP' }, { phase: 'starting-tasks', target: counts(7, 1) }),
    observed(20, { strategy, stage: 'SCALE_UP' }, { phase: 'waiting-for-health' }),
  ];
}

function verified(seconds: number): ReleaseEvent[] {
  const because = { kind: 'verified', tasks: 4 } as const;
  return [
    at(seconds, {
      type: 'deployment.observed',
      snapshot: aLook({
        at: time(seconds),
        phase: 'ended',
        status: 'successful',
        desired: 4,
        target: counts(7, 4),
        sources: [],
        shift: aShift({ stage: undefined, production: 100 }),
      }),
      changed: true,
    }),
    at(seconds + 1, { type: 'verification.ended', verdict: { kind: 'pass', because } }),
    at(seconds + 1, { type: 'release.concluded', outcome: { kind: 'succeeded', because } }),
  ];
}

/** 10 %, five minutes, 100 %, fifteen minutes; a person is asked before there is any traffic, and a function after the tests. */
export function aCanary(): ReleaseEvent[] {
  const step = { kind: 'step', endsAt: time(460) } as const;
  const final = { kind: 'final', endsAt: time(1_370) } as const;
  const pause = { phase: 'waiting-for-approval', hooks: [aPause()] } as const;
  const check = { phase: 'waiting-for-hooks', hooks: [aFunctionHook()] } as const;
  return [
    ...begun('CANARY'),
    at(40, { type: 'approval.awaited', approval: anApproval() }),
    observed(40, { stage: 'POST_SCALE_UP' }, pause),
    observed(43, { stage: 'POST_SCALE_UP' }, pause, false),
    at(100, { type: 'approval.given', approval: anApproval() }),
    observed(100, { stage: 'TEST_TRAFFIC_SHIFT', test: 100 }),
    observed(110, { stage: 'POST_TEST_TRAFFIC_SHIFT', test: 100 }, check),
    observed(160, { stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 10, test: 100, bake: step }),
    observed(163, { stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 10, test: 100, bake: step }, {}, false),
    observed(463, { stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 100, test: 100 }),
    observed(470, { stage: 'BAKE_TIME', production: 100, bake: final }, { phase: 'baking' }),
    observed(
      1_375,
      { stage: 'CLEAN_UP', production: 100 },
      { phase: 'draining-old-tasks', sources: [counts(6, 2, 0)] },
    ),
    ...verified(1_400),
  ];
}

/** Ten steps of 10 % with six minutes between, then fifteen minutes. */
export function aLinear(): ReleaseEvent[] {
  const stage = 'PRODUCTION_TRAFFIC_SHIFT';
  const steps = Array.from({ length: 9 }, (_, index) => {
    const at = 40 + index * 360;
    const bake = { kind: 'step', endsAt: time(at + 360) } as const;
    return observed(at, { strategy: 'LINEAR', stage, production: (index + 1) * 10, bake });
  });
  const final = { kind: 'final', endsAt: time(4_190) } as const;
  return [
    ...begun('LINEAR'),
    ...steps,
    observed(3_280, { strategy: 'LINEAR', stage, production: 100 }),
    observed(
      3_290,
      { strategy: 'LINEAR', stage: 'BAKE_TIME', production: 100, bake: final },
      { phase: 'baking' },
    ),
    observed(
      4_195,
      { strategy: 'LINEAR', stage: 'CLEAN_UP', production: 100 },
      { phase: 'draining-old-tasks' },
    ),
    ...verified(4_220),
  ];
}

/** Blue/green that an alarm takes back while both revisions bake: the traffic first, then the tasks. */
export function aRollbackInBake(): ReleaseEvent[] {
  const because = {
    kind: 'aws',
    text: 'Service deployment rolled back because the alarm(s) web-5xx were triggered.',
  } as const;
  const strategy = 'BLUE_GREEN';
  const back = { phase: 'rolling-back', status: 'rolling-back' } as const;
  const alarms = { status: 'watching', names: ['web-5xx'], triggered: [] } as const;
  const final = { kind: 'final', endsAt: time(950) } as const;
  return [
    ...begun(strategy),
    observed(40, { strategy, stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 100 }),
    observed(50, { strategy, stage: 'BAKE_TIME', production: 100, bake: final }, { phase: 'baking', alarms }),
    // A look is told before what follows from it.
    observed(200, { strategy, stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 100 }, back),
    at(200, { type: 'rollback.started', by: 'aws', because }),
    observed(203, { strategy, stage: 'PRODUCTION_TRAFFIC_SHIFT', production: 0 }, back),
    observed(220, { strategy, stage: 'CLEAN_UP', production: 0 }, { ...back, target: counts(7, 1, 0) }),
    observed(
      240,
      { strategy, production: 0 },
      { phase: 'ended', status: 'rolled-back', target: counts(7, 0, 0) },
    ),
    at(241, {
      type: 'release.concluded',
      outcome: { kind: 'failed-rolled-back', because, by: 'aws', to: arn(6) },
    }),
  ];
}
