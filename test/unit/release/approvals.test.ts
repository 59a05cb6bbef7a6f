import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeploymentStatus } from '../../../src/model/deployment.ts';
import type { LifecycleHook } from '../../../src/model/lifecycle.ts';
import { answerNote, approvalTag, noteAbout } from '../../../src/release/approvals/answer-note.ts';
import { isAnswered } from '../../../src/release/approvals/answer-pause.ts';
import { standingOf } from '../../../src/release/approvals/pause-standing.ts';
import { toLegal } from '../../../src/task-definitions/tags.ts';

const hookStatuses = [
  'awaiting-action',
  'in-progress',
  'succeeded',
  'failed',
  'timed-out',
  'unknown',
] as const;
const statuses: readonly DeploymentStatus[] = [
  'pending',
  'in-progress',
  'stopping',
  'stopped',
  'rollback-requested',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
  'successful',
  'gone',
  'unknown',
];

function hook(status: LifecycleHook['status'], hookId = 'ecs-pause-1'): LifecycleHook {
  return { hookId, target: 'pause', status };
}

describe('how a pause stands', () => {
  it.each([
    ['in-progress', 'awaiting-action', 'waits'],
    ['in-progress', 'succeeded', 'approved'],
    ['in-progress', 'failed', 'rejected'],
    ['in-progress', 'timed-out', 'expired'],
    ['in-progress', undefined, 'passed'],
    ['rolling-back', 'failed', 'rejected'],
    ['rolling-back', 'timed-out', 'expired'],
    ['rolling-back', 'awaiting-action', 'goes-back'],
    ['rollback-requested', undefined, 'goes-back'],
    ['successful', 'succeeded', 'ended'],
    ['stopping', 'awaiting-action', 'ended'],
  ] as const)('of a deployment %s, its hook %s: %s', (status, hookStatus, standing) => {
    const hooks = hookStatus === undefined ? [] : [hook(hookStatus)];

    expect(standingOf({ status, hooks }, 'ecs-pause-1')).toBe(standing);
  });

  it('is read from the words of AWS where the hook is shown no more', () => {
    const statusReason = 'Service deployment rolled back because POST_SCALE_UP pause hook timed out.';

    expect(standingOf({ status: 'rolled-back', statusReason }, 'ecs-pause-1')).toBe('expired');
  });

  it('is never that of another pause: only the one that is named waits, and only while the deployment goes on', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.array(fc.constantFrom(...hookStatuses), { maxLength: 3 }),
        (status, others) => {
          const hooks = others.map((one, index) => hook(one, `ecs-pause-other${index}`));

          const standing = standingOf({ status, hooks }, 'ecs-pause-1');

          expect(['waits', 'approved', 'rejected']).not.toContain(standing);
        },
      ),
    );
  });
});

describe('an answer without a reply', () => {
  it('is taken for heard only where the pause no longer waits and the deployment went the way that was asked for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.option(fc.constantFrom(...hookStatuses), { nil: undefined }),
        (status, hookStatus) => {
          const snapshot = { status, hooks: hookStatus === undefined ? [] : [hook(hookStatus)] };
          const standing = standingOf(snapshot, 'ecs-pause-1');
          const isBack = ['rollback-requested', 'rolling-back', 'rolled-back', 'rollback-failed'].includes(
            status,
          );

          if (isAnswered(standing, snapshot, 'continue')) expect(isBack).toBe(false);
          if (standing === 'waits' || standing === 'expired') {
            expect(isAnswered(standing, snapshot, 'continue')).toBe(false);
            expect(isAnswered(standing, snapshot, 'reject')).toBe(false);
          }
          if (standing === 'approved') expect(isAnswered(standing, snapshot, 'reject')).toBe(false);
        },
      ),
    );
  });
});

describe('the note about an answer', () => {
  const approval = {
    deployment: 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/web/8aCmYqqnBDq7',
    hookId: 'ecs-pause-x1',
    stage: 'POST_SCALE_UP',
  };
  const deployment = { serviceDeploymentArn: approval.deployment, deploymentId: 'ecs-svc/1' };
  const given = {
    answer: 'continue',
    approval,
    who: 'arn:aws:sts::123456789012:assumed-role/ops/anna',
    account: '123456789012',
    at: Date.UTC(2026, 0, 15, 9, 10),
  } as const;

  it('says what, where, when, who and why', () => {
    expect(answerNote({ ...given, reason: ' graphs\nlook well ' })).toBe(
      'continue POST_SCALE_UP 8aCmYqqnBDq7/ecs-pause-x1 2026-01-15T09:10:00Z assumed-role/ops/anna: graphs look well',
    );
  });

  it('names the account of somebody from another one', () => {
    const note = answerNote({ ...given, answer: 'reject', account: '999999999999' });

    expect(note).toMatch(/^rollback .* 123456789012:assumed-role\/ops\/anna$/);
  });

  it('is found again by its pause, and only by that, however long the reason is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (reason) => {
        const tag = toLegal({ key: approvalTag, value: answerNote({ ...given, reason }) });

        expect(tag.value.length).toBeLessThanOrEqual(256);
        expect(noteAbout(deployment, 'ecs-pause-x1', [tag])).toBe(tag.value);
        expect(noteAbout(deployment, 'ecs-pause-x', [tag])).toBeUndefined();
      }),
    );
  });
});
