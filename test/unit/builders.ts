import type { Gate, GateReport } from '../../src/model/gate.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type { Deployment, Snapshot } from '../../src/model/deployment.ts';
import { newMemory, type FollowMemory } from '../../src/release/follow-memory.ts';
import type { GateStanding } from '../../src/release/gates/judge-standings.ts';
import type { FollowPolicy } from '../../src/release/follow-policy.ts';

export function aDeployment(overrides: Partial<Deployment> = {}): Deployment {
  return {
    service: { cluster: 'prod', service: 'web' },
    serviceDeploymentArn: 'arn:aws:ecs:us-east-1:123456789012:service-deployment/prod/web/abc',
    deploymentId: 'ecs-svc/2222222222222222222',
    taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2',
    createdAt: 1_000,
    ...overrides,
  };
}

export function aSnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  const deployment = overrides.deployment ?? aDeployment();
  return {
    at: 10_000,
    deployment,
    status: 'in-progress',
    phase: 'starting-tasks',
    desired: 2,
    target: { taskDefinition: deployment.taskDefinition, requested: 2, running: 0, pending: 2 },
    sources: [],
    failedTasks: 0,
    circuitBreaker: { status: 'disabled' },
    alarms: { status: 'disabled', names: [], triggered: [] },
    events: [],
    stoppedTasks: [],
    moves: [{ kind: 'stop-and-roll-back', deployment }],
    ...overrides,
  };
}

export function aMemory(overrides: Partial<FollowMemory> = {}): FollowMemory {
  return { ...newMemory(0), last: aSnapshot(), ...overrides };
}

export function aPolicy(overrides: Partial<FollowPolicy> = {}): FollowPolicy {
  return {
    role: 'driver',
    timeout: 600_000,
    rollback: 'automatic',
    rollbackOnTimeout: false,
    awsRollsBack: false,
    onInterrupt: 'detach',
    ...overrides,
  };
}

export function aGate(overrides: Partial<Gate> = {}): Gate {
  return {
    name: 'smoke',
    check: { kind: 'command', command: ['smoke'], timeout: 10_000 },
    at: ['during'],
    interval: 10_000,
    initialDelay: 0,
    failuresAllowed: 0,
    errorLimit: 4,
    dryRun: false,
    onInconclusive: 'hold',
    ...overrides,
  };
}

/** A gate and how it stands. */
export function aStanding(
  verdict: Verdict['kind'],
  overrides: Partial<Gate> = {},
  report: Partial<GateReport> = {},
): GateStanding {
  const gate = aGate(overrides);
  return {
    gate,
    report: {
      gate: gate.name,
      kind: gate.check.kind,
      moment: 'during',
      dryRun: gate.dryRun,
      verdict: { kind: verdict, because: { kind: 'command-exit', program: 'smoke', exitCode: 1 } },
      counts: { pass: 0, fail: 0, unclear: 0, error: 0 },
      measurements: [],
      ...report,
    },
  };
}
