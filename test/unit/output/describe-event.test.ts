import { describe, expect, it } from '@jest/globals';
import type { ImagePlan } from '../../../src/model/image-plan.ts';
import type { ReleaseFact, Warning } from '../../../src/model/release-event.ts';
import type { Reason } from '../../../src/model/verdict.ts';
import { describeEvent } from '../../../src/output/describe-event.ts';
import { describeReason } from '../../../src/output/describe-reason.ts';
import { describeWarning } from '../../../src/output/describe-warning.ts';
import { eventReference } from '../../../src/output/event-reference.ts';
import { aBadRelease, aDeployment, aGoodRelease, aLook, arn, at, digest } from './a-release.ts';
import { anApproval } from './a-shift.ts';
import { aDiagnosis } from './a-diagnosis.ts';
import { aGate, aStanding } from '../builders.ts';

const finding = {
  id: 'x',
  cause: 'The image does not exist',
  heals: 'never',
  evidence: 'e',
  source: 'task',
  count: 1,
} as const;

function anImagePlan(): ImagePlan {
  return {
    repository: 'registry.example/shop',
    tag: 'aaaa',
    reference: 'registry.example/shop:aaaa',
    revision: 'a'.repeat(40),
    subject: 'Sell more',
    recipe: 'sha256:1',
    createsRepository: false,
  };
}

const anEngine = {
  program: 'docker',
  path: '/usr/bin/docker',
  clientVersion: '20.10.24',
  serverVersion: '20.10.24',
  builder: 'buildkit',
  platform: 'linux/amd64',
} as const;

const nothingSuspended = { scaleIn: false, scaleOut: false, scheduled: false };
const scaleInSuspended = { scaleIn: true, scaleOut: false, scheduled: false };

const answered = { kind: 'command-exit', program: 'smoke', exitCode: 1 } as const;
const gateFailed = { kind: 'gate', gate: 'smoke', verdict: 'fail', because: answered } as const;

const facts: [ReleaseFact, string | null][] = [
  [{ type: 'gate.started', gate: aGate(), moment: 'during' }, 'gate smoke measures during the deployment'],
  [
    {
      type: 'gate.measured',
      gate: 'smoke',
      moment: 'during',
      measurement: { kind: 'fail', at: 0, because: answered },
      changed: true,
    },
    'gate smoke, bad: smoke ended with exit code 1',
  ],
  [
    { type: 'gate.judged', report: { ...aStanding('fail').report, dryRun: true } },
    'gate smoke failed during the deployment: smoke ended with exit code 1 (dry run: it decides nothing)',
  ],
  [{ type: 'task.output', gate: 'migrate', container: 'app', line: 'done' }, 'migrate (app): done'],
  [
    { type: 'watch.started', until: at(600, { type: 'release.started', action: 'deploy' }).at },
    'it is out and verified; watching it for another 10 m',
  ],
  [
    {
      type: 'gates.awaited',
      moment: 'after',
      gates: ['smoke', 'page'],
      until: at(90, { type: 'release.started', action: 'deploy' }).at,
    },
    'waiting for what gates smoke, page measure just now, for 1 m 30 s at most',
  ],
  [
    { type: 'rollback.asked', because: gateFailed },
    'gate smoke failed: smoke ended with exit code 1. Roll it back? Type y and Enter to do so; meanwhile it goes on',
  ],
  [
    { type: 'scaling.suspended', before: scaleInSuspended },
    'autoscaling suspended for the release (before: scale-in suspended)',
  ],
  [
    { type: 'scaling.restored', to: nothingSuspended },
    'autoscaling as before the release: nothing suspended',
  ],
  [
    { type: 'scaling.kept-suspended', before: nothingSuspended },
    'autoscaling stays suspended while the deployment goes on; the next run that sees its end (resume, rollback, deploy) restores it (before: nothing suspended)',
  ],
  [
    {
      type: 'settings.restored',
      settings: {
        bakeTimeInMinutes: 10,
        canaryBakeTimeInMinutes: 90,
        approvals: [{ moment: 'before-traffic', timeoutInMinutes: 1440, onTimeout: 'ROLLBACK' }],
      },
    },
    'settings as before the way back: bake 10 m, canary bake 1 h 30 m, approval before traffic',
  ],
  [
    { type: 'settings.kept-aside', settings: { linearBakeTimeInMinutes: 6 } },
    'settings stay set aside while the way back goes on; the next run that sees its end (resume, rollback, deploy) puts them back: wait between linear steps 6 m',
  ],
  [{ type: 'release.started', action: 'rollback' }, 'rolling back'],
  [{ type: 'release.started', action: 'watch' }, 'watching'],
  [
    { type: 'task-definition.settled', taskDefinition: arn(7), how: 'found-unchanged' },
    'task definition web:7 found, nothing differs',
  ],
  [
    { type: 'deployment.waiting-for-other', other: 'ecs-svc/1', taskDefinition: arn(5) },
    'waiting for deployment ecs-svc/1 of web:5 to end first',
  ],
  [
    { type: 'deployment.started', deployment: aDeployment(), how: 'adopted' },
    'deployment ecs-svc/2222222222222222222 of web:7 taken over, it was already under way',
  ],
  [
    {
      type: 'deployment.observed',
      snapshot: aLook({
        phase: 'baking',
        failedTasks: 1,
        alarms: { status: 'watching', names: ['api-5xx'], triggered: [] },
      }),
      changed: true,
    },
    'bake time, watching api-5xx; new web:7 1 of 2 running, 1 starting; old web:6 2 running; 1 failed task (circuit breaker at 3)',
  ],
  [
    {
      type: 'look.failed',
      operation: 'DescribeServices',
      error: 'ThrottlingException: Rate exceeded',
      retryInMilliseconds: 2_500,
    },
    'DescribeServices failed (ThrottlingException: Rate exceeded), next try in 3 s',
  ],
  [
    { type: 'verification.ended', verdict: { kind: 'inconclusive', because: { kind: 'no-running-task' } } },
    'not proven: no task of the new revision is running',
  ],
  [
    { type: 'interrupt.received', signal: 'SIGTERM', then: 'rollback' },
    'SIGTERM: rolling back first; once more leaves at once',
  ],
  [
    { type: 'interrupt.forced', signal: 'SIGTERM', left: 'rollback-unknown' },
    'SIGTERM: leaving now; AWS was to be asked to roll back, and whether it heard is not known: `ecsdeploy resume` tells',
  ],
  [
    { type: 'interrupt.forced', signal: 'SIGINT', left: 'goes-on' },
    'SIGINT: leaving now; the deployment goes on at AWS, `ecsdeploy resume` takes it over',
  ],
  [
    { type: 'interrupt.received', signal: 'SIGINT', then: 'hear' },
    'SIGINT: finding out first whether AWS has heard; once more leaves at once',
  ],
  [
    { type: 'interrupt.received', signal: 'SIGINT', then: 'leave' },
    'SIGINT: leaving; AWS has ended the deployment',
  ],
  [
    { type: 'interrupt.forced', signal: 'SIGINT', left: 'ended' },
    'SIGINT: leaving now; AWS has ended the deployment, and what runs is not proven: `ecsdeploy resume` tells',
  ],
  // Whether AWS has heard is told right after.
  [{ type: 'rollback.requested', because: { kind: 'asked' } }, null],
  [{ type: 'approval.answering', answer: 'reject', hookId: 'ecs-pause-1', deployment: aDeployment() }, null],
  [{ type: 'diagnosis.made', diagnosis: aDiagnosis([finding]) }, 'cause: The image does not exist'],
  [{ type: 'diagnosis.made', diagnosis: aDiagnosis() }, null],
  [{ type: 'release.concluded', outcome: { kind: 'planned' } }, 'planned only. Nothing was changed.'],
  [
    { type: 'image.planned', image: anImagePlan() },
    'commit aaaaaaaaaaaa "Sell more": registry.example/shop:aaaa is to be built',
  ],
  [
    { type: 'image.planned', image: { ...anImagePlan(), existing: { digest, platforms: ['linux/amd64'] } } },
    'commit aaaaaaaaaaaa "Sell more": registry.example/shop:aaaa is in the registry, built by the same recipe (sha256:0123456789ab)',
  ],
  [{ type: 'release.waiting', for: ['demo/api', 'demo/cache'] }, 'waiting for demo/api, demo/cache'],
  [
    { type: 'repository.created', repository: 'registry.example/shop' },
    'repository registry.example/shop created: tags cannot be moved, images are scanned',
  ],
  [
    { type: 'build.started', reference: 'shop:1', engine: anEngine },
    'building shop:1 with docker 20.10.24 and BuildKit (/usr/bin/docker)',
  ],
  [
    { type: 'build.output', line: '#5 [2/3] RUN make', step: { number: 2, of: 3, instruction: 'RUN make' } },
    'step 2/3: RUN make',
  ],
  [{ type: 'build.output', line: '#5 0.1 made' }, null],
  [
    { type: 'build.ended', image: { reference: 'shop:1', tag: '1', how: 'found-built' } },
    'shop:1 was built before, from the same source and recipe',
  ],
  [{ type: 'push.started', reference: 'shop:1' }, 'pushing shop:1'],
  [{ type: 'push.output', line: 'aa: Pushed' }, null],
  [
    {
      type: 'image.settled',
      image: { reference: `shop@${digest}`, tag: '1', digest, platforms: [], how: 'pushed-by-another' },
    },
    'image shop:1 (sha256:0123456789ab) was pushed by another run meanwhile; that one is taken',
  ],
  [
    { type: 'approval.awaited', approval: anApproval() },
    'waiting for approval before traffic (POST_SCALE_UP); without an answer by 2026-01-16 09:00:00Z (in 1 d) AWS rolls back; ' +
      'to answer: ecsdeploy approve --cluster demo --service web, or reject',
  ],
  [
    { type: 'approval.awaited', approval: anApproval({ stage: 'PRE_SCALE_UP', expiresAt: undefined }) },
    'waiting for approval at PRE_SCALE_UP; to answer: ecsdeploy approve --cluster demo --service web, or reject',
  ],
  [
    { type: 'approval.given', approval: anApproval({ stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' }) },
    'approved before a shift of traffic (PRE_PRODUCTION_TRAFFIC_SHIFT): the deployment goes on',
  ],
  [
    { type: 'approval.refused', approval: anApproval() },
    'rejected before traffic (POST_SCALE_UP): the deployment goes back',
  ],
];

describe('an event in words', () => {
  it.each(facts)('%j', (fact, words) => {
    expect(describeEvent(at(0, fact))).toBe(words);
  });

  it('is told of every kind between the recorded releases and this table', () => {
    const told = [...aGoodRelease(), ...aBadRelease(), ...facts.map(([fact]) => fact)].map(
      ({ type }) => type,
    );

    expect(new Set(told)).toEqual(new Set(Object.keys(eventReference)));
  });
});

const reasons: [Reason, string][] = [
  [{ kind: 'start-failure', text: 'x', count: 1, canHeal: true }, '1 task failed to start: x'],
  [{ kind: 'interrupted', signal: 'SIGINT' }, 'interrupted by SIGINT'],
  [{ kind: 'superseded' }, 'another deployment took its place'],
  [
    {
      kind: 'superseded',
      byDeployment: 'd-2',
      taskDefinition: arn(6),
      after: { end: 'success' },
      isUnderWay: true,
    },
    'AWS called it successful, and then deployment d-2 of web:6 began',
  ],
  [{ kind: 'service-gone', status: 'INACTIVE' }, 'the service is INACTIVE'],
  [{ kind: 'primary-differs', expected: arn(7), actual: arn(6) }, 'the service runs web:6, not web:7'],
  [
    {
      kind: 'digest-differs',
      container: 'web',
      expected: digest,
      actual: `sha256:${'f'.repeat(64)}`,
      task: 'arn:aws:ecs:x:1:task/demo/aaaa',
    },
    'task aaaa runs container web from sha256:ffffffffffff, not sha256:0123456789ab',
  ],
  [
    { kind: 'digest-unknown', container: 'web', task: 'aaaa' },
    'AWS tells no digest of container web in task aaaa',
  ],
  [
    { kind: 'unverified', what: 'target health', error: 'denied.' },
    'target health could not be checked: denied',
  ],
  [{ kind: 'desired-zero' }, 'the desired count is 0, so there is no task to check'],
  [{ kind: 'in-progress' }, 'the deployment is still in progress'],
  [{ kind: 'credentials', error: 'ExpiredToken' }, 'the credentials are no longer accepted: ExpiredToken'],
  [
    { kind: 'credentials-expire', at: Date.UTC(2026, 0, 15, 12) },
    'the credentials expire at 2026-01-15 12:00:00Z, and there are no newer ones',
  ],
  [
    { kind: 'unreachable', error: 'ECONNREFUSED', forMilliseconds: 300_000 },
    'AWS could not be reached for 5 m: ECONNREFUSED',
  ],
  [{ kind: 'already-rolled-back', to: arn(6) }, 'it already runs web:6'],
  [{ kind: 'nothing-in-progress' }, 'no deployment is in progress'],
  [{ kind: 'too-few-tasks', running: 1, desired: 2 }, '1 of 2 tasks running'],
  [{ kind: 'no-rollback-configured' }, 'no rollback is configured'],
  [{ kind: 'asked' }, 'as asked'],
  [{ kind: 'declined' }, 'declined'],
  [
    { kind: 'awaiting-approval', approval: anApproval({ timeoutAction: 'CONTINUE' }) },
    'it waits for approval before traffic (POST_SCALE_UP); without an answer by 2026-01-16 09:00:00Z AWS goes on',
  ],
  [
    { kind: 'reached', what: 'traffic-shifted' },
    'it has all production traffic, and the old revision still runs',
  ],
  [{ kind: 'reached', what: 'BAKE_TIME' }, 'it has reached BAKE_TIME'],
  [
    { kind: 'weights-differ', rule: 'rule/1', targetGroup: 'blue', expected: 0, actual: 12.55 },
    'rule rule/1 sends 12.6 % of its traffic to blue, not 0 %',
  ],
];

describe('a reason in words', () => {
  it.each(reasons)('%j', (reason, words) => {
    expect(describeReason(reason)).toBe(words);
  });
});

const warnings: [Warning, RegExp][] = [
  [{ kind: 'no-rollback-configured' }, /^AWS rolls nothing back by itself here/],
  [
    { kind: 'digest-unresolved', image: 'a/b:1', error: 'denied' },
    /^the digest of a\/b:1 could not be found.*: denied$/,
  ],
  [
    { kind: 'tag-not-written', tag: 'ecsdeploy:commit', error: 'denied' },
    /^tag ecsdeploy:commit was not written: denied$/,
  ],
  [
    { kind: 'dirty-tree', files: ['a', 'b', 'c', 'd'] },
    /^4 files differ from the commit: a, b, c and 1 more$/,
  ],
  [
    { kind: 'commit-order-unknown', commit: 'a'.repeat(40), why: 'untagged' },
    /^whether aaaaaaaaaaaa is newer than what runs is unknown: the revision that runs names no commit$/,
  ],
  [
    { kind: 'commit-order-unknown', commit: 'a'.repeat(40), running: 'b'.repeat(40), why: 'shallow' },
    /this clone is shallow and does not reach from one to the other \(bbbbbbbbbbbb runs\)$/,
  ],
  [
    { kind: 'platform-unchecked', image: 'a/b:1', error: 'denied' },
    /^the platform of a\/b:1 could not be compared with the task definition: denied$/,
  ],
  [{ kind: 'tag-value-altered', tag: 't', value: 'v' }, /^tag t was written as "v"/],
  [
    { kind: 'settings-not-applied', paths: ['deploymentConfiguration.maximumPercent'] },
    /^the deployment in progress is adopted as it is.*maximumPercent$/,
  ],
  [{ kind: 'alarm-already-firing', alarms: ['one'] }, /^alarm one already firing/],
  [{ kind: 'alarm-already-firing', alarms: ['one', 'two'] }, /^alarms one, two already firing/],
  [{ kind: 'alarm-already-firing', alarms: ['one'], onlyOfGates: true }, /: accepted, no gate looks/],
  [
    { kind: 'scaling-not-restored', error: 'denied', command: 'aws application-autoscaling register…' },
    /^autoscaling is STILL SUSPENDED: denied\. This resumes it: aws application-autoscaling register/,
  ],
  [
    { kind: 'scaling-changed', before: nothingSuspended, now: { ...scaleInSuspended, scheduled: true } },
    /left like that \(scale-in and scheduled scaling suspended\); before it: nothing suspended$/,
  ],
  [
    { kind: 'codedeploy-searched', applications: 12, groups: 30, calls: 14 },
    /^the deployment group of CodeDeploy was found .*: 12 applications, 30 groups, 14 calls; "codedeploy: \{application, group\}" in ecsdeploy\.yml saves that$/,
  ],
  [
    { kind: 'no-auto-rollback', group: 'web-group' },
    /^CodeDeploy rolls nothing back by itself here: the deployment group web-group has no automatic rollback/,
  ],
  [
    { kind: 'alarms-ignored', names: ['5xx'] },
    /^alarm 5xx of the deployment group cannot stop this rollback/,
  ],
  [{ kind: 'alarms-ignored', names: ['5xx', 'p99'] }, /^alarms 5xx, p99 of the deployment group/],
  [
    { kind: 'settings-unused', members: ['deployment.bake', 'deployment.circuitBreaker'] },
    /^CodeDeploy has no use for deployment\.bake, deployment\.circuitBreaker: only the ECS deployment controller/,
  ],
  [{ kind: 'tag-not-removed', tag: 't', error: 'denied' }, /^tag t was not removed: denied$/],
  [
    {
      kind: 'credentials-short',
      expireAt: Date.UTC(2026, 0, 15, 12),
      neededUntil: Date.UTC(2026, 0, 15, 12, 10),
    },
    /^the credentials expire at 2026-01-15 12:00:00Z, and the release may take until 2026-01-15 12:10:00Z: .*role-duration-seconds/,
  ],
  [{ kind: 'evidence-missing', what: 'logs', error: 'denied' }, /^logs could not be read: denied$/],
];

describe('a warning in words', () => {
  it.each(warnings)('%j', (warning, words) => {
    expect(describeWarning(warning)).toMatch(words);
  });
});
