import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LifecycleHook } from '../../../src/model/lifecycle.ts';
import { newsOfPauses, pendingApprovals, rememberPauses, type Pauses } from '../../../src/release/pauses.ts';
import { aSnapshot } from '../builders.ts';

const pause: LifecycleHook = {
  hookId: 'ecs-pause-1',
  target: 'pause',
  status: 'awaiting-action',
  expiresAt: 100_000,
  timeoutAction: 'ROLLBACK',
};
const shift = { strategy: 'CANARY', stage: 'POST_SCALE_UP', production: 0, test: 0 };
const paused = aSnapshot({ shift, hooks: [pause] });

describe('pendingApprovals', () => {
  it('names deployment, hook and stage, when the time is up and what AWS does then', () => {
    expect(pendingApprovals(paused)).toEqual([
      {
        deployment: paused.deployment.serviceDeploymentArn,
        hookId: 'ecs-pause-1',
        stage: 'POST_SCALE_UP',
        expiresAt: 100_000,
        timeoutAction: 'ROLLBACK',
      },
    ]);
  });

  it('asks nobody about a function, a pause that is over, or a deployment that goes back', () => {
    expect(pendingApprovals(aSnapshot({ hooks: [{ ...pause, target: 'lambda' }] }))).toEqual([]);
    expect(pendingApprovals(aSnapshot({ hooks: [{ ...pause, status: 'succeeded' }] }))).toEqual([]);
    expect(pendingApprovals(aSnapshot({ hooks: [pause], status: 'rolling-back' }))).toEqual([]);
  });

  it('puts the one first whose time is up first', () => {
    const hooks = [
      { ...pause, hookId: 'b', expiresAt: undefined },
      { ...pause, hookId: 'c' },
    ];

    expect(pendingApprovals(aSnapshot({ hooks })).map(({ hookId }) => hookId)).toEqual(['c', 'b']);
  });

  it('tells the stage of a rolling deployment, which AWS does not name, by its tasks', () => {
    const target = { taskDefinition: 'web:2', requested: 2, running: 2, pending: 0 };

    expect(pendingApprovals(aSnapshot({ hooks: [pause] }))[0]?.stage).toBe('PRE_SCALE_UP');
    expect(pendingApprovals(aSnapshot({ hooks: [pause], target }))[0]?.stage).toBe('POST_SCALE_UP');
  });
});

describe('newsOfPauses', () => {
  const awaited = rememberPauses({}, paused);
  const typesAfter = (snapshot: Parameters<typeof rememberPauses>[1]): string[] =>
    newsOfPauses(awaited, rememberPauses(awaited, snapshot)).map(({ type }) => type);

  it('tells of a pause once', () => {
    expect(newsOfPauses({}, awaited).map(({ type }) => type)).toEqual(['approval.awaited']);
    expect(typesAfter(paused)).toEqual([]);
  });

  it.each([
    ['approval.given', 'succeeded'],
    ['approval.refused', 'failed'],
  ] as const)('tells %s where the hook has %s', (type, status) => {
    expect(typesAfter(aSnapshot({ shift, hooks: [{ ...pause, status }] }))).toEqual([type]);
  });

  it('takes a pause that is shown no more for given where the deployment goes on', () => {
    expect(typesAfter(aSnapshot({ shift: { ...shift, stage: 'TEST_TRAFFIC_SHIFT' } }))).toEqual([
      'approval.given',
    ]);
    expect(typesAfter(aSnapshot({ status: 'successful', moves: [] }))).toEqual(['approval.given']);
  });

  it('says nothing where nobody has answered: its time was up, or the deployment goes back for whatever reason', () => {
    expect(typesAfter(aSnapshot({ shift, hooks: [{ ...pause, status: 'timed-out' }] }))).toEqual([]);
    expect(typesAfter(aSnapshot({ at: 100_000, shift }))).toEqual([]);
    expect(typesAfter(aSnapshot({ status: 'rolling-back', moves: [] }))).toEqual([]);
  });

  it('never tells of an answer before the question, nor of two answers to one', () => {
    const statuses = ['awaiting-action', 'succeeded', 'failed', 'timed-out', 'unknown'] as const;
    const look = fc.record({
      hooks: fc.option(fc.constantFrom(...statuses), { nil: undefined }),
      status: fc.constantFrom('in-progress', 'rolling-back', 'unknown', 'successful'),
    } as const);
    fc.assert(
      fc.property(fc.array(look, { maxLength: 12 }), (looks) => {
        let pauses: Pauses = {};
        let last = 'approval.given';
        for (const { hooks: status, status: of } of looks) {
          const hooks = status === undefined ? [] : [{ ...pause, status }];
          const next = rememberPauses(pauses, aSnapshot({ hooks, status: of }));
          for (const { type } of newsOfPauses(pauses, next)) {
            expect(type === 'approval.awaited').toBe(last !== 'approval.awaited');
            last = type;
          }
          // Without an answer it may be seen waiting again, and is told again.
          if (Object.values(next).every(({ state }) => state === 'over')) last = 'approval.given';
          pauses = next;
        }
      }),
    );
  });
});
