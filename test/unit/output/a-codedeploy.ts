import type { PlannedCodeDeploy } from '../../../src/model/codedeploy.ts';
import type { Deployment, Snapshot } from '../../../src/model/deployment.ts';
import type { LifecycleHook, PendingApproval, Shift } from '../../../src/model/lifecycle.ts';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import type { ReleasePlan } from '../../../src/model/release-plan.ts';
import { aDeployment, aLook, aPlan, arn, at } from './a-release.ts';
import { time } from './a-shift.ts';

const listener = (port: number): string =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/11/${port}`;

export function aPlannedGroup(changes: Partial<PlannedCodeDeploy> = {}): PlannedCodeDeploy {
  return {
    application: 'shop',
    group: 'web',
    foundBy: 'default-names',
    configuration: {
      name: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      routing: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
      isNew: false,
    },
    appSpec: { version: '0.0', Resources: [] },
    terminationWaitInMinutes: 60,
    ...changes,
  };
}

/** A canary of 10 % for five minutes; the old tasks stay for an hour. */
export function aCodeDeployPlan(
  codeDeploy: Partial<PlannedCodeDeploy> = {},
  changes: Partial<ReleasePlan> = {},
): ReleasePlan {
  return aPlan({
    strategy: 'TimeBasedCanary',
    differences: [],
    settings: [],
    shift: {
      steps: { kind: 'canary', percent: 10, bakeInMinutes: 5 },
      finalBakeInMinutes: 60,
      productionRules: [listener(80)],
      testRules: [listener(8080)],
    },
    codeDeploy: aPlannedGroup(codeDeploy),
    steps: [
      { kind: 'register', undo: 'none-needed' },
      { kind: 'create-deployment', undo: 'stop-and-roll-back' },
      { kind: 'follow' },
      { kind: 'verify' },
    ],
    safety: [
      {
        rule: 'auto-rollback',
        holder: 'aws',
        rollsBack: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
      { rule: 'alarms', holder: 'aws', rollsBack: true, names: ['web-5xx'] },
      { rule: 'timeout', holder: 'ecsdeploy', rollsBack: false, afterMilliseconds: 5_700_000 },
    ],
    timeoutMilliseconds: 5_700_000,
    plannedWaitMilliseconds: 3_900_000,
    ...changes,
  });
}

function aCodeDeployDeployment(): Deployment {
  return {
    ...aDeployment(),
    deploymentId: 'd-A1B2C3D4E',
    codeDeploy: { application: 'shop', group: 'web' },
    taskSet: 'ecs-svc/2222222222222222222',
  };
}

export function aReadyWait(changes: Partial<LifecycleHook> = {}): LifecycleHook {
  return {
    hookId: 'READY_WAIT',
    target: 'pause',
    status: 'awaiting-action',
    expiresAt: time(3_600),
    timeoutAction: 'STOP',
    ...changes,
  };
}

export function aReadyApproval(changes: Partial<PendingApproval> = {}): PendingApproval {
  return {
    deployment: 'd-A1B2C3D4E',
    hookId: 'READY_WAIT',
    stage: 'READY_WAIT',
    expiresAt: time(3_600),
    timeoutAction: 'STOP',
    ...changes,
  };
}

const counts = (revision: number, running: number, requested = 4): Snapshot['target'] => ({
  taskDefinition: arn(revision),
  requested,
  running,
  pending: 0,
});

/** A look at web:7 over web:6, four tasks of each, at so many seconds. */
export function aCodeDeployLook(
  seconds: number,
  shift: Partial<Shift>,
  changes: Partial<Snapshot> = {},
): Snapshot {
  return aLook({
    at: time(seconds),
    deployment: aCodeDeployDeployment(),
    phase: 'shifting-traffic',
    desired: 4,
    target: counts(7, 4),
    sources: [counts(6, 4)],
    circuitBreaker: { status: 'disabled' },
    shift: { strategy: 'TimeBasedCanary', production: 0, test: 0, ...shift },
    ...changes,
  });
}

function observed(seconds: number, shift: Partial<Shift>, changes: Partial<Snapshot> = {}): ReleaseEvent {
  const snapshot = aCodeDeployLook(seconds, shift, changes);
  return at(seconds, { type: 'deployment.observed', snapshot, changed: true });
}

function begun(): ReleaseEvent[] {
  return [
    at(0, { type: 'release.started', action: 'deploy' }),
    at(1, { type: 'plan.made', plan: aCodeDeployPlan() }),
    at(2, { type: 'task-definition.settled', taskDefinition: arn(7), how: 'registered' }),
    at(3, { type: 'deployment.started', deployment: aCodeDeployDeployment(), how: 'started' }),
    observed(5, { stage: 'BeforeInstall' }, { phase: 'requested', target: counts(7, 0, 0) }),
    observed(8, { stage: 'Install' }, { phase: 'starting-tasks', target: counts(7, 1) }),
    observed(20, { stage: 'Install' }, { phase: 'waiting-for-health' }),
    observed(30, { stage: 'AfterInstall' }),
  ];
}

/** A canary that somebody lets pass, with an hour in which the old tasks stay. */
export function aCodeDeployCanary(): ReleaseEvent[] {
  const step = { kind: 'step', endsAt: time(400) } as const;
  const final = { kind: 'final', endsAt: time(4_010) } as const;
  const because = { kind: 'verified', tasks: 4 } as const;
  return [
    ...begun(),
    observed(35, { stage: 'AllowTestTraffic' }),
    observed(40, { stage: 'AfterAllowTestTraffic', test: 100 }),
    at(45, { type: 'approval.awaited', approval: aReadyApproval() }),
    observed(
      45,
      { stage: 'READY_WAIT', test: 100 },
      { phase: 'waiting-for-approval', hooks: [aReadyWait()] },
    ),
    at(95, { type: 'approval.given', approval: aReadyApproval() }),
    observed(95, { stage: 'BeforeAllowTraffic', test: 100 }),
    observed(100, { stage: 'AllowTraffic', production: 10, test: 100, bake: step }, { phase: 'baking' }),
    observed(401, { stage: 'AllowTraffic', production: 100, test: 100 }),
    observed(405, { stage: 'AfterAllowTraffic', production: 100, test: 100 }),
    observed(
      410,
      { stage: 'TERMINATION_WAIT', production: 100, test: 100, bake: final },
      { phase: 'baking' },
    ),
    observed(
      4_012,
      { stage: 'TERMINATION_WAIT', production: 100, test: 100 },
      { phase: 'draining-old-tasks', sources: [counts(6, 2, 0)] },
    ),
    observed(
      4_030,
      { stage: 'AfterAllowTraffic', production: 100, test: 100 },
      { phase: 'ended', status: 'successful', sources: [] },
    ),
    at(4_031, { type: 'verification.ended', verdict: { kind: 'pass', because } }),
    at(4_031, { type: 'release.concluded', outcome: { kind: 'succeeded', because } }),
  ];
}

/** One that an alarm stops at 10 %; CodeDeploy takes it back by another deployment. */
export function aCodeDeployRollback(): ReleaseEvent[] {
  const because = {
    kind: 'aws',
    text: 'One or more alarms have been activated. Activated alarms: web-5xx',
  } as const;
  const step = { kind: 'step', endsAt: time(400) } as const;
  const back = { phase: 'rolling-back', status: 'rolling-back', rollbackDeployment: 'd-B2C3D4E5F' } as const;
  const stage = 'AllowTraffic';
  return [
    ...begun(),
    observed(100, { stage, production: 10, bake: step }, { phase: 'baking' }),
    observed(150, { stage, production: 10 }, back),
    at(150, { type: 'rollback.started', by: 'aws', because }),
    observed(160, { stage, production: 0 }, { ...back, target: counts(7, 1, 0) }),
    observed(170, { stage }, { ...back, phase: 'ended', status: 'rolled-back', target: counts(7, 0, 0) }),
    at(171, {
      type: 'release.concluded',
      outcome: { kind: 'failed-rolled-back', because, by: 'aws', to: arn(6) },
    }),
  ];
}
