import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/model/outcome.ts';
import { describeOutcome } from '../../../src/output/describe-outcome.ts';
import { anApproval, time } from './a-shift.ts';

const subject = { service: 'demo/web', before: 'web:6', after: 'web:7', now: time(60) };
const because = {
  kind: 'start-failure',
  text: 'CannotPullContainerError.',
  count: 2,
  canHeal: false,
} as const;
const failed =
  'demo/web: web:7 failed: 2 tasks failed to start: CannotPullContainerError; waiting cannot help.';

const table: [Outcome, string, string][] = [
  [
    { kind: 'succeeded', because: { kind: 'verified', tasks: 1 } },
    'demo/web runs web:7: 1 running task checked.',
    'Released; web:7 serves.',
  ],
  [
    { kind: 'succeeded', because: { kind: 'desired-zero' } },
    'demo/web is on web:7: the desired count is 0, so there is no task to check.',
    'Released; no task runs now, and the next ones will run web:7.',
  ],
  [
    { kind: 'nothing-to-do', because: { kind: 'nothing-differs' } },
    'demo/web: nothing to do, it already runs exactly this.',
    'Nothing was changed.',
  ],
  [
    {
      kind: 'nothing-to-do',
      because: { kind: 'already-rolled-back', to: 'web:6' },
      settingsRestored: true,
    },
    'demo/web: nothing to do, it already runs web:6.',
    'No deployment was started; settings that an earlier rollback had set aside were put back.',
  ],
  [
    { kind: 'rolled-back-as-asked', because: { kind: 'verified', tasks: 2 }, to: 'web:6' },
    'demo/web is back on web:6: 2 running tasks checked.',
    'Rolled back; web:6 serves.',
  ],
  [
    { kind: 'not-started', because: { kind: 'predecessor-failed', service: 'demo/api' } },
    'demo/web: not started, demo/api, which it comes after, was not released.',
    'Nothing was changed.',
  ],
  [
    {
      kind: 'error',
      error: { code: 'service.not_found', message: 'There is no service "web"', suggestions: [] },
    },
    'demo/web: There is no service "web".',
    'Nothing was changed.',
  ],
  [
    {
      kind: 'error',
      error: { code: 'unknown.start', message: 'AWS did not say whether it started', suggestions: [] },
    },
    'demo/web: AWS did not say whether it started.',
    'What was changed is not known.',
  ],
  [{ kind: 'planned' }, 'demo/web: planned only.', 'Nothing was changed.'],
  [{ kind: 'failed-rolled-back', because, by: 'aws', to: 'web:6' }, failed, 'AWS rolled back; web:6 serves.'],
  [
    {
      kind: 'failed-rolled-back',
      because: { kind: 'stopped-by-someone', text: 'Rolled back due to a user request.' },
      by: 'someone',
      to: 'web:6',
      proof: { kind: 'verified', tasks: 2 },
    },
    'demo/web: web:7 was taken back: asked for by somebody else, not by this run (Rolled back due to a user request).',
    'AWS rolled back; web:6 serves.',
  ],
  [
    { kind: 'failed-rolled-back', because, by: 'aws', to: 'web:6', proof: { kind: 'desired-zero' } },
    failed,
    'AWS rolled back to web:6; the desired count is 0, and no task runs.',
  ],
  [
    { kind: 'failed-rollback-failed', because, rollbackBecause: { kind: 'aws', text: 'no tasks' } },
    failed,
    'Act now: the rollback failed too (no tasks); which revision serves is not known.',
  ],
  [
    { kind: 'failed-left', because },
    failed,
    "Not rolled back; web:7 is left as the service's revision, beside what still runs of web:6.",
  ],
  [
    { kind: 'stopped', because: { kind: 'aws', text: 'Deployment was stopped.' } },
    'demo/web: the deployment of web:7 was stopped: Deployment was stopped.',
    'Not rolled back; the service is left as it is, between web:6 and web:7.',
  ],
  [
    { kind: 'stopped', because: { kind: 'stopped-by-someone' } },
    'demo/web: the deployment of web:7 was stopped: asked for by somebody else, not by this run.',
    'Not rolled back; the service is left as it is, between web:6 and web:7.',
  ],
  [
    { kind: 'stopped', because: { kind: 'service-gone', status: 'deleted' } },
    'demo/web: the deployment of web:7 ended: the service is deleted.',
    'Nothing of the service is left to serve.',
  ],
  [
    {
      kind: 'superseded',
      because: {
        kind: 'superseded',
        byDeployment: 'ecs-svc/9',
        taskDefinition: 'web:8',
        registeredBy: 'arn:aws:sts::123456789012:assumed-role/ci/run-7',
        commit: '4f2a9c1d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39',
        after: { end: 'success' },
      },
    },
    'demo/web: web:7 was superseded: AWS called it successful, and then deployment ecs-svc/9 of web:8 (commit 4f2a9c1d8e7b, registered by assumed-role/ci/run-7) took its place.',
    'The other deployment decides which revision serves.',
  ],
  [
    {
      kind: 'superseded',
      because: {
        kind: 'superseded',
        after: { end: 'failure', because: { kind: 'aws', text: 'The circuit breaker was triggered.' } },
      },
    },
    'demo/web: web:7 was superseded: it had failed (The circuit breaker was triggered), and then another deployment took its place.',
    'The other deployment decides which revision serves.',
  ],
  [
    {
      kind: 'superseded',
      because: { kind: 'superseded', byDeployment: 'ecs-svc/9', taskDefinition: 'web:8' },
    },
    'demo/web: web:7 was superseded: deployment ecs-svc/9 of web:8 took its place.',
    'The other deployment decides which revision serves.',
  ],
  [
    { kind: 'failed-rollback-unseen', because, by: 'ecsdeploy' },
    failed,
    'ecsdeploy began to roll back to web:6; its end was not seen.',
  ],
  [
    {
      kind: 'failed-rollback-unseen',
      because,
      by: 'aws',
      doubt: { kind: 'tasks-unjudged', running: 2, desired: 2 },
    },
    failed,
    'AWS rolled back to web:6; that it serves is not proven: 2 tasks of 2 have only started since AWS judged the deployment.',
  ],
  [
    { kind: 'unwatched', because: { kind: 'timeout', afterMilliseconds: 1_800_000 } },
    'demo/web: stopped watching web:7: not finished after 30 m.',
    'The deployment goes on at AWS, and its end is not known.',
  ],
  [
    { kind: 'inconclusive', because: { kind: 'digest-unknown', container: 'web' } },
    'demo/web runs web:7, but its health is not proven: AWS tells no digest of container web.',
    'Released; web:7 serves, unproven.',
  ],
  [
    { kind: 'inconclusive', because: { kind: 'desired-zero' } },
    'demo/web is on web:7, but its health is not proven: the desired count is 0, so there is no task to check.',
    'Released; no task runs now, and the next ones will run web:7, unproven.',
  ],
  [
    { kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false },
    'demo/web: interrupted by SIGINT.',
    'The deployment of web:7 goes on at AWS.',
  ],
  [
    { kind: 'interrupted', signal: 'SIGTERM', started: true, rollingBack: true },
    'demo/web: interrupted by SIGTERM.',
    'The rollback to web:6 goes on at AWS.',
  ],
  [
    { kind: 'interrupted', signal: 'SIGTERM', started: true, rollingBack: false, asked: true },
    'demo/web: interrupted by SIGTERM.',
    'AWS was asked to roll back to web:6, and whether it does is not known.',
  ],
  [
    { kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false, released: true },
    'demo/web: interrupted by SIGINT.',
    'Released; web:7 serves, and is watched no longer.',
  ],
  [
    {
      kind: 'interrupted',
      signal: 'SIGINT',
      started: true,
      rollingBack: false,
      released: true,
      unproven: true,
    },
    'demo/web: interrupted by SIGINT.',
    'Released, AWS says; that web:7 serves is not proven.',
  ],
  [
    { kind: 'interrupted', signal: 'SIGINT', started: false, rollingBack: false },
    'demo/web: interrupted by SIGINT.',
    'No deployment was started; the service is as it was.',
  ],
  [{ kind: 'declined' }, 'demo/web: declined.', 'Nothing was changed.'],
  [
    { kind: 'waiting-for-approval', approval: anApproval(), asAsked: false },
    'demo/web: web:7 waits for approval before traffic (POST_SCALE_UP).',
    'Not the end: the deployment waits at AWS until somebody answers, and without an answer by 2026-01-16 09:00:00Z (in 23 h 59 m) AWS rolls back.',
  ],
  [
    {
      kind: 'waiting-for-approval',
      approval: anApproval({
        stage: 'POST_SCALE_UP\u001B[2J',
        expiresAt: time(660),
        timeoutAction: 'CONTINUE',
      }),
      asAsked: true,
    },
    'demo/web: web:7 waits for approval at POST_SCALE_UP.',
    'Not the end: the deployment waits at AWS until somebody answers, and without an answer by 09:11:00Z (in 10 m) AWS goes on.',
  ],
  [
    { kind: 'reached', what: 'traffic-shifted' },
    'demo/web: web:7 has all production traffic, and the old revision still runs.',
    'Not the end: the deployment goes on at AWS, and may still go back.',
  ],
  [
    { kind: 'approved', approval: anApproval({ stage: 'POST_PRODUCTION_TRAFFIC_SHIFT' }) },
    'demo/web: web:7 was approved before clean-up (POST_PRODUCTION_TRAFFIC_SHIFT).',
    'Not the end: the deployment goes on at AWS, and may still go back.',
  ],
];

describe('an outcome in words', () => {
  it.each(table)('%j', (outcome, headline, state) => {
    expect(describeOutcome(outcome, subject)).toMatchObject({ headline, state });
  });

  it('speaks of the new and the old revision where their names are not known', () => {
    const words = describeOutcome({ kind: 'failed-left', because }, { service: 'demo/web', after: '' });

    expect(words.state).toBe(
      "Not rolled back; the new revision is left as the service's revision, beside what still runs of the old revision.",
    );
  });

  it('never says that something went "successfully"', () => {
    const words = table.map(([outcome]) => JSON.stringify(describeOutcome(outcome, subject)));

    expect(words.join('\n')).not.toMatch(/successfully/i);
  });
});
