import type { Deployment, Snapshot } from '../../../src/model/deployment.ts';
import type { ReleaseEvent, ReleaseFact } from '../../../src/model/release-event.ts';
import type { ReleasePlan } from '../../../src/model/release-plan.ts';
import { aDiagnosis } from './a-diagnosis.ts';

const start = Date.UTC(2026, 0, 15, 9, 0, 0);
export const arn = (revision: number): string =>
  `arn:aws:ecs:eu-central-1:123456789012:task-definition/web:${revision}`;
export const digest = `sha256:${'0123456789ab'.padEnd(64, 'c')}`;

/** Puts the stamp on a fact: so many seconds after 09:00:00. */
export function at(seconds: number, fact: ReleaseFact, service = 'demo/web'): ReleaseEvent {
  return { at: start + seconds * 1_000, release: 'release-1', service, ...fact };
}

export function aDeployment(): Deployment {
  return {
    service: { cluster: 'demo', service: 'web' },
    deploymentId: 'ecs-svc/2222222222222222222',
    taskDefinition: arn(7),
    createdAt: start,
  };
}

export function aLook(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    at: start,
    deployment: aDeployment(),
    status: 'in-progress',
    phase: 'starting-tasks',
    desired: 2,
    target: { taskDefinition: arn(7), requested: 2, running: 1, pending: 1 },
    sources: [{ taskDefinition: arn(6), requested: 2, running: 2, pending: 0 }],
    failedTasks: 0,
    circuitBreaker: { status: 'watching', threshold: 3 },
    alarms: { status: 'disabled', names: [], triggered: [] },
    events: [],
    stoppedTasks: [],
    moves: [],
    ...changes,
  };
}

export function aPlan(changes: Partial<ReleasePlan> = {}): ReleasePlan {
  return {
    action: 'deploy',
    service: { cluster: 'demo', service: 'web' },
    account: '123456789012',
    region: 'eu-central-1',
    strategy: 'ROLLING',
    current: { taskDefinition: arn(6), deploymentId: 'ecs-svc/1', desiredCount: 2, runningCount: 2 },
    target: {
      family: 'web',
      images: [{ container: 'web', before: 'demo/web:1', after: 'demo/web:2', digest }],
      commit: '4f2a9c1',
      digests: { web: digest },
    },
    update: { force: false, settings: {} },
    differences: [
      {
        path: 'containerDefinitions[web].image',
        kind: 'changed',
        before: 'demo/web:1',
        after: 'demo/web:2',
        masked: false,
      },
      { path: 'containerDefinitions[web].environment[KEY]', kind: 'changed', masked: true },
      { path: 'cpu', kind: 'added', after: 256, masked: false },
      { path: 'memory', kind: 'removed', before: '512', masked: false },
    ],
    settings: [{ path: 'maximumPercent', kind: 'changed', before: 200, after: 150, masked: false }],
    steps: [
      { kind: 'register', undo: 'none-needed' },
      { kind: 'update-service', force: false, undo: 'stop-and-roll-back' },
      { kind: 'follow' },
      { kind: 'verify' },
    ],
    safety: [
      { rule: 'circuit-breaker', holder: 'aws', rollsBack: true, threshold: 3 },
      { rule: 'timeout', holder: 'ecsdeploy', rollsBack: false, afterMilliseconds: 1_800_000 },
    ],
    timeoutMilliseconds: 1_800_000,
    ...changes,
  };
}

/** A release that goes well, as it was recorded. */
export function aGoodRelease(): ReleaseEvent[] {
  return [
    at(0, { type: 'release.started', action: 'deploy' }),
    at(1, { type: 'plan.made', plan: aPlan() }),
    at(1, { type: 'warning', warning: { kind: 'no-health-check' } }),
    at(2, { type: 'task-definition.settled', taskDefinition: arn(7), how: 'registered' }),
    at(3, { type: 'deployment.started', deployment: aDeployment(), how: 'started' }),
    at(5, { type: 'deployment.observed', snapshot: aLook(), changed: true }),
    at(8, { type: 'deployment.observed', snapshot: aLook(), changed: false }),
    at(9, {
      type: 'service.event',
      event: { id: 'e1', at: start, message: '(service web) has started 1 tasks: (task a).' },
    }),
    at(20, {
      type: 'deployment.observed',
      snapshot: aLook({
        phase: 'draining-old-tasks',
        target: { taskDefinition: arn(7), requested: 2, running: 2, pending: 0 },
        sources: [{ taskDefinition: arn(6), requested: 0, running: 1, pending: 0 }],
      }),
      changed: true,
    }),
    at(40, {
      type: 'deployment.observed',
      snapshot: aLook({
        phase: 'ended',
        status: 'successful',
        target: { taskDefinition: arn(7), requested: 2, running: 2, pending: 0 },
        sources: [],
      }),
      changed: true,
    }),
    at(41, {
      type: 'verification.ended',
      verdict: { kind: 'pass', because: { kind: 'verified', tasks: 2, digest } },
    }),
    at(41, {
      type: 'release.concluded',
      outcome: { kind: 'succeeded', because: { kind: 'verified', tasks: 2, digest } },
    }),
  ];
}

/** One that AWS rolls back. */
export function aBadRelease(): ReleaseEvent[] {
  const because = { kind: 'aws', text: 'deployment circuit breaker: tasks failed to start.' } as const;
  return [
    ...aGoodRelease().slice(0, 6),
    at(10, {
      type: 'task.stopped',
      taskDefinition: arn(7),
      task: {
        taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/demo/aaaa',
        stoppedReason: 'Essential container in task exited',
        containers: [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: killed' }],
      },
    }),
    at(30, { type: 'rollback.started', by: 'aws', because }),
    at(33, {
      type: 'deployment.observed',
      snapshot: aLook({ phase: 'rolling-back', status: 'rolling-back', failedTasks: 3 }),
      changed: true,
    }),
    at(60, {
      type: 'deployment.observed',
      snapshot: aLook({ phase: 'ended', status: 'rolled-back', failedTasks: 3 }),
      changed: true,
    }),
    at(61, { type: 'diagnosis.made', diagnosis: aDiagnosis() }),
    at(61, {
      type: 'release.concluded',
      outcome: { kind: 'failed-rolled-back', because, by: 'aws', to: arn(6) },
    }),
  ];
}
