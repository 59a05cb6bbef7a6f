import { describe, expect, it } from '@jest/globals';
import { deploymentState, isOver, type DeploymentState } from '../../../src/github/deployment-state.ts';
import { isFinal, isGood, type Outcome, type OutcomeKind } from '../../../src/model/outcome.ts';
import { anApproval } from '../output/a-shift.ts';

const because = { kind: 'breaker-tripped' } as unknown as Extract<
  Outcome,
  { kind: 'failed-left' }
>['because'];
const to = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1';
const started = { kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false } as const;

/** One of every kind, and of a kind that is more than one. Of a deploy, and of a rollback where that differs. */
const ends: Readonly<
  Record<
    OutcomeKind,
    readonly (readonly [Outcome, DeploymentState | undefined, (DeploymentState | undefined)?])[]
  >
> = {
  succeeded: [[{ kind: 'succeeded', because }, 'success']],
  'nothing-to-do': [[{ kind: 'nothing-to-do', because }, 'success']],
  'rolled-back-as-asked': [[{ kind: 'rolled-back-as-asked', because, to }, 'inactive', 'success']],
  planned: [[{ kind: 'planned' }, undefined]],
  'failed-rolled-back': [[{ kind: 'failed-rolled-back', because, by: 'aws', to }, 'failure']],
  'failed-rollback-failed': [
    [{ kind: 'failed-rollback-failed', because, rollbackBecause: because }, 'failure'],
  ],
  'failed-left': [[{ kind: 'failed-left', because }, 'failure']],
  stopped: [[{ kind: 'stopped', because }, 'failure']],
  superseded: [[{ kind: 'superseded', because }, 'inactive']],
  'failed-rollback-unseen': [
    [{ kind: 'failed-rollback-unseen', because, by: 'aws' }, 'failure', 'in_progress'],
    [{ kind: 'failed-rollback-unseen', because, by: 'aws', doubt: because }, 'failure', 'error'],
  ],
  unwatched: [[{ kind: 'unwatched', because }, 'in_progress']],
  inconclusive: [[{ kind: 'inconclusive', because }, 'error']],
  interrupted: [
    [started, 'in_progress'],
    [{ ...started, started: false }, undefined],
    [{ ...started, released: true }, 'success'],
    [{ ...started, released: true, unproven: true }, 'error'],
    [{ ...started, rollingBack: true }, 'failure', 'in_progress'],
    [{ ...started, rollingBack: true, asked: true }, 'error'],
  ],
  declined: [[{ kind: 'declined' }, undefined]],
  'waiting-for-approval': [
    [{ kind: 'waiting-for-approval', approval: anApproval(), asAsked: true }, 'pending'],
    [{ kind: 'waiting-for-approval', approval: anApproval(), asAsked: false }, 'pending'],
  ],
  reached: [[{ kind: 'reached', what: 'BAKE_TIME' }, 'in_progress']],
  approved: [[{ kind: 'approved', approval: anApproval() }, 'in_progress']],
  'not-started': [[{ kind: 'not-started', because }, undefined]],
  error: [[{ kind: 'error', error: { code: 'unknown.x', message: 'x', suggestions: [] } }, 'error']],
};

const rows = Object.values(ends).flat();

describe('what GitHub is told of an end', () => {
  it.each(rows)('of a deploy, %j: %s', (outcome, state) => {
    expect(deploymentState(outcome, 'deploy')).toBe(state);
  });

  it.each(rows)('of a rollback, %j: %s, or %s', (outcome, state, ofRollback = state) => {
    expect(deploymentState(outcome, 'rollback')).toBe(ofRollback);
  });

  it('is over only for what is over at AWS, but for a release that is taken back, and one whose end nobody can tell', () => {
    const early = rows.filter(([outcome]) => isOver(deploymentState(outcome, 'deploy')) && !isFinal(outcome));

    expect(early.map(([{ kind }]) => kind)).toEqual(['failed-rollback-unseen', 'interrupted']);
  });

  it('never calls a success what did not end well', () => {
    const called = rows.filter(([outcome]) => deploymentState(outcome, 'deploy') === 'success');

    expect(called.filter(([outcome]) => !isGood(outcome)).map(([outcome]) => outcome)).toEqual([
      { ...started, released: true },
    ]);
  });
});
