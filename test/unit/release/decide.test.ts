import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endStatuses } from '../../../src/model/deployment.ts';
import { stages } from '../../../src/model/lifecycle.ts';
import { decide, type Situation } from '../../../src/release/decide.ts';
import {
  blindAtMost,
  expiryMargin,
  lookInterval,
  rollbackTimeout,
} from '../../../src/release/follow-policy.ts';
import { rememberPauses } from '../../../src/release/pauses.ts';
import { aMemory, aPolicy, aSnapshot, aStanding } from '../builders.ts';

const hopeless = { 'image.not-found': { text: 'not found', canHeal: false, count: 2, afterStart: 0 } };
const crashing = { 'exit#1': { text: 'exit code 1', canHeal: true, count: 3, afterStart: 3 } };

function situation(overrides: Partial<Situation> = {}): Situation {
  return { now: 10_000, memory: aMemory(), policy: aPolicy(), ...overrides };
}

describe('decide', () => {
  it('looks again while all goes its way', () => {
    expect(decide(situation())).toEqual({ kind: 'look-again', after: lookInterval });
  });

  describe('with credentials that end', () => {
    const soon = { credentialsExpireAt: 10_000 + expiryMargin };

    it('stops watching when they are about to, and not before', () => {
      const because = { kind: 'credentials-expire', at: soon.credentialsExpireAt };

      expect(decide(situation(soon))).toEqual({ kind: 'end', end: { kind: 'unwatched', because } });
      expect(decide(situation({ ...soon, now: 9_999 })).kind).toBe('look-again');
    });

    it('does so too where looks fail, and comes to that moment in time', () => {
      const failure = { kind: 'passing', error: 'throttled' } as const;
      const memory = aMemory({ failedLooks: 9, blindSince: 9_000 });
      const later = { credentialsExpireAt: soon.credentialsExpireAt + 1_000, failure, memory };

      expect(decide(situation({ ...soon, failure, memory }))).toMatchObject({
        end: { because: { kind: 'credentials-expire' } },
      });
      expect(decide(situation(later))).toEqual({ kind: 'look-again', after: 1_000 });
    });

    it('calls a way back that is under way unseen', () => {
      const rollback = { by: 'ecsdeploy', because: { kind: 'asked' }, at: 9_000 } as const;
      const memory = aMemory({ rollback, last: aSnapshot({ status: 'rolling-back', moves: [] }) });

      expect(decide(situation({ ...soon, memory }))).toMatchObject({ end: { kind: 'rollback-unseen' } });
    });

    it('still asks AWS to go back, and hears its verdict', () => {
      const bad = aMemory({ startFailures: crashing });
      const over = aMemory({ last: aSnapshot({ status: 'successful', moves: [] }) });
      const late = aPolicy({ timeout: 5_000, rollbackOnTimeout: true });

      expect(decide(situation({ ...soon, memory: bad })).kind).toBe('move');
      expect(decide(situation({ ...soon, policy: late })).kind).toBe('move');
      expect(decide(situation({ ...soon, memory: over }))).toMatchObject({ end: { kind: 'successful' } });
    });
  });

  it.each([
    ['successful', 'successful'],
    ['rolled-back', 'rolled-back'],
    ['rollback-failed', 'rollback-failed'],
    ['stopped', 'stopped'],
    ['failed', 'failed-left'],
    ['gone', 'stopped'],
  ] as const)('ends when AWS says %s', (status, end) => {
    const memory = aMemory({ last: aSnapshot({ status, moves: [] }) });

    expect(decide(situation({ memory }))).toMatchObject({ kind: 'end', end: { kind: end } });
  });

  it('calls a stop by the circuit breaker a failure, and one by a person a stop', () => {
    const triggered = aSnapshot({ status: 'stopped', circuitBreaker: { status: 'triggered', threshold: 3 } });

    expect(decide(situation({ memory: aMemory({ last: triggered }) }))).toMatchObject({
      end: { kind: 'failed-left' },
    });
    expect(decide(situation({ memory: aMemory({ last: aSnapshot({ status: 'stopped' }) }) }))).toMatchObject({
      end: { kind: 'stopped' },
    });
  });

  it('goes back after two failures that cannot heal, or three crashes, where AWS would not', () => {
    const reasons = [
      [hopeless, 'start-failure'],
      [crashing, 'crash-loop'],
    ] as const;
    for (const [startFailures, because] of reasons) {
      expect(decide(situation({ memory: aMemory({ startFailures }) }))).toMatchObject({
        kind: 'move',
        move: { kind: 'stop-and-roll-back' },
        because: { kind: because },
      });
    }
  });

  it("leaves failures to AWS's circuit breaker where it counts them", () => {
    const policy = aPolicy({ awsRollsBack: true });

    expect(decide(situation({ policy, memory: aMemory({ startFailures: hopeless }) })).kind).toBe(
      'look-again',
    );
    const counted = aMemory({ startFailures: crashing, last: aSnapshot({ failedTasks: 1 }) });
    expect(decide(situation({ policy, memory: counted })).kind).toBe('look-again');
    expect(decide(situation({ policy, memory: aMemory({ startFailures: crashing }) })).kind).toBe('move');
  });

  it('takes more crashes for a loop once a new task was healthy: as many as would trip the breaker of ECS', () => {
    const after = (crashes: number, desired: number) =>
      decide(
        situation({
          memory: aMemory({
            hasProgress: true,
            last: aSnapshot({ desired }),
            startFailures: { 'exit#1': { ...crashing['exit#1'], count: crashes, afterStart: crashes } },
          }),
        }),
      ).kind;

    expect(after(2, 2)).toBe('look-again');
    expect(after(3, 2)).toBe('move');
    expect(after(3, 20)).toBe('look-again');
    expect(after(10, 20)).toBe('move');
  });

  it('takes more starts that cannot heal for hopeless once a new task was healthy', () => {
    const after = (count: number, desired: number) =>
      decide(
        situation({
          memory: aMemory({
            hasProgress: true,
            last: aSnapshot({ desired }),
            startFailures: { 'image.not-found': { ...hopeless['image.not-found'], count } },
          }),
        }),
      ).kind;

    expect(after(2, 2)).toBe('look-again');
    expect(after(3, 2)).toBe('move');
    expect(after(9, 20)).toBe('look-again');
    expect(after(10, 20)).toBe('move');
  });

  it('never shortens its patience below the time that is left', () => {
    const policy = aPolicy({ timeout: 11_000 });

    expect(decide(situation({ policy }))).toEqual({ kind: 'look-again', after: 1_000 });
  });

  it('gives a rollback its own time, then says that its end was not seen', () => {
    const rollback = { by: 'aws', because: { kind: 'asked' }, at: 0 } as const;
    const memory = aMemory({ rollback });

    expect(decide(situation({ memory, now: rollbackTimeout - 1 })).kind).toBe('look-again');
    expect(decide(situation({ memory, now: rollbackTimeout }))).toMatchObject({
      end: { kind: 'rollback-unseen' },
    });
  });

  it('looks less and less often while looks fail, then stops watching', () => {
    const failure = { kind: 'passing', error: 'Rate exceeded' } as const;
    const after = (failedLooks: number) =>
      decide(situation({ failure, memory: aMemory({ failedLooks, blindSince: 9_000 }) }));

    expect(after(1)).toEqual({ kind: 'look-again', after: 2 * lookInterval });
    expect(after(9)).toEqual({ kind: 'look-again', after: 10 * lookInterval });
    const blind = aMemory({ failedLooks: 50, blindSince: 10_000 - blindAtMost });
    expect(decide(situation({ failure, memory: blind }))).toMatchObject({
      end: { kind: 'unwatched', because: { kind: 'unreachable' } },
    });
  });
});

describe('decide, by gates', () => {
  const because = { kind: 'gate', gate: 'smoke', verdict: 'fail' };

  it('goes back when a gate has failed', () => {
    expect(decide(situation({ gates: [aStanding('pass'), aStanding('fail')] }))).toMatchObject({
      kind: 'move',
      move: { kind: 'stop-and-roll-back' },
      because,
    });
  });

  it.each([
    ['pending', {}],
    ['pass', {}],
    ['inconclusive', { onInconclusive: 'hold' }],
    ['inconclusive', { onInconclusive: 'continue' }],
    ['fail', { dryRun: true }],
    ['inconclusive', { onInconclusive: 'rollback', dryRun: true }],
  ] as const)('goes on with a gate that is %s (%j)', (verdict, gate) => {
    expect(decide(situation({ gates: [aStanding(verdict, gate)] })).kind).toBe('look-again');
  });

  it('goes back for one that could not tell where it is told to', () => {
    const gates = [aStanding('inconclusive', { onInconclusive: 'rollback' })];

    expect(decide(situation({ gates }))).toMatchObject({
      kind: 'move',
      because: { ...because, verdict: 'inconclusive' },
    });
  });

  it('leaves it as it is where the policy says so, or nobody can be asked', () => {
    const gates = [aStanding('fail')];
    for (const policy of [aPolicy({ rollback: 'off' }), aPolicy({ rollback: 'ask' })]) {
      expect(decide(situation({ gates, policy }))).toMatchObject({ end: { kind: 'failed-left', because } });
    }
  });

  it('asks once, looks on while nobody answers, and does what the answer says', () => {
    const gates = [aStanding('fail')];
    const policy = aPolicy({ rollback: 'ask', canAsk: true });
    const after = (answer: 'yes' | 'no' | undefined) =>
      decide(
        situation({ gates, policy, memory: aMemory({ question: { because: { kind: 'asked' }, answer } }) }),
      );

    expect(decide(situation({ gates, policy }))).toMatchObject({ kind: 'ask', because });
    expect(after(undefined).kind).toBe('look-again');
    expect(after('yes')).toMatchObject({ kind: 'move', because });
    expect(after('no')).toMatchObject({ kind: 'end', end: { kind: 'failed-left', because } });
  });
});

describe('decide, of a deployment that shifts traffic', () => {
  const hook = { hookId: 'ecs-pause-1', target: 'pause', status: 'awaiting-action' } as const;
  const at = (stage: string, production = 0) => ({ strategy: 'CANARY', stage, production, test: 0 });
  const paused = aSnapshot({ shift: at('POST_SCALE_UP'), hooks: [hook] });
  const pauses = rememberPauses({}, paused);

  it('leaves a pause to AWS, unless it is to wait', () => {
    const memory = aMemory({ last: paused, pauses });

    expect(decide(situation({ memory }))).toMatchObject({
      kind: 'end',
      end: { kind: 'waiting-for-approval', asAsked: false, approval: { hookId: 'ecs-pause-1' } },
    });
    const waiting = aPolicy({ waitForApproval: true });
    expect(decide(situation({ memory, policy: waiting })).kind).toBe('look-again');
  });

  it('ends at a pause as asked with --until paused, also where it would wait', () => {
    const policy = aPolicy({ until: { kind: 'paused' }, waitForApproval: true });

    expect(decide(situation({ memory: aMemory({ last: paused, pauses }), policy }))).toMatchObject({
      end: { kind: 'waiting-for-approval', asAsked: true },
    });
  });

  it('does not count the time of a pause', () => {
    const policy = aPolicy({ waitForApproval: true, timeout: 600_000 });
    const memory = aMemory({ last: paused, pauses, lookedAt: 500_000 });

    expect(decide(situation({ memory, policy, now: 5_000_000 })).kind).toBe('look-again');
    const over = aMemory({ last: aSnapshot({ shift: at('BAKE_TIME', 100) }), pausedFor: 4_500_000 });
    expect(decide(situation({ memory: over, policy, now: 5_099_999 })).kind).toBe('look-again');
    expect(decide(situation({ memory: over, policy, now: 5_100_000 }))).toMatchObject({
      end: { kind: 'unwatched' },
    });
  });

  it('goes back from a crash loop in a pause, in a shift and in a bake', () => {
    for (const last of [
      paused,
      aSnapshot({ shift: at('PRODUCTION_TRAFFIC_SHIFT', 10) }),
      aSnapshot({ shift: at('BAKE_TIME', 100) }),
    ]) {
      const memory = aMemory({ last, pauses, hasProgress: true, startFailures: crashing });
      const policy = aPolicy({ waitForApproval: true });
      expect(decide(situation({ memory, policy }))).toMatchObject({
        kind: 'move',
        move: { kind: 'stop-and-roll-back' },
      });
    }
  });

  it('ends where it was to be followed to, but not once AWS may have been asked to go back', () => {
    const last = aSnapshot({ shift: at('PRODUCTION_TRAFFIC_SHIFT', 100) });
    const policy = aPolicy({ until: { kind: 'traffic-shifted' } });

    expect(decide(situation({ memory: aMemory({ last }), policy }))).toEqual({
      kind: 'end',
      end: { kind: 'reached', what: 'traffic-shifted' },
    });
    const asked = { because: { kind: 'asked' }, at: 0 } as const;
    expect(decide(situation({ memory: aMemory({ last, asked }), policy })).kind).toBe('look-again');
    const rollback = { by: 'someone', because: { kind: 'asked' }, at: 0 } as const;
    expect(decide(situation({ memory: aMemory({ last, rollback }), policy })).kind).toBe('look-again');
  });

  it('never answers a pause by itself', () => {
    const deployment = paused.deployment;
    const last = aSnapshot({
      hooks: [hook],
      moves: [
        { kind: 'continue', deployment, hookId: hook.hookId },
        { kind: 'reject', deployment, hookId: hook.hookId },
      ],
    });
    const memory = aMemory({ last, startFailures: crashing });

    expect(decide(situation({ memory })).kind).not.toBe('move');
    expect(decide(situation({ memory, recall: { kind: 'asked' } })).kind).not.toBe('move');
  });
});

describe('decide, whatever the situation', () => {
  const status = fc.constantFrom(
    ...([
      'pending',
      'in-progress',
      'stopping',
      'stopped',
      'rolling-back',
      'rolled-back',
      'successful',
      'gone',
      'unknown',
    ] as const),
  );
  const standings = fc
    .record({
      verdict: fc.constantFrom('pass', 'fail', 'inconclusive', 'pending'),
      dryRun: fc.boolean(),
      onInconclusive: fc.constantFrom('hold', 'rollback', 'continue'),
    } as const)
    .map(({ verdict, ...gate }) => aStanding(verdict, gate));
  const situations = fc.record({
    now: fc.integer({ min: 0, max: 2_000_000 }),
    failure: fc.option(
      fc.record({ kind: fc.constantFrom('passing', 'credentials', 'denied'), error: fc.string() } as const),
      { nil: undefined },
    ),
    interrupt: fc.option(fc.constantFrom('SIGINT', 'SIGTERM'), { nil: undefined }),
    gates: fc.array(standings, { maxLength: 3 }),
    policy: fc.record({
      role: fc.constantFrom('driver', 'observer'),
      timeout: fc.integer({ min: 0, max: 1_000_000 }),
      rollback: fc.constantFrom('automatic', 'ask', 'off'),
      canAsk: fc.boolean(),
      rollbackOnTimeout: fc.boolean(),
      awsRollsBack: fc.boolean(),
      onInterrupt: fc.constantFrom('detach', 'rollback'),
      until: fc.option(
        fc.constantFrom(
          { kind: 'paused' } as const,
          { kind: 'traffic-shifted' } as const,
          {
            kind: 'stage',
            stage: 'BAKE_TIME',
          } as const,
        ),
        { nil: undefined },
      ),
      waitForApproval: fc.boolean(),
    } as const),
    memory: fc
      .record({
        status,
        failures: fc.constantFrom({}, hopeless, crashing),
        failedLooks: fc.nat(20),
        blindSince: fc.option(fc.nat(2_000_000), { nil: undefined }),
        hasRollback: fc.boolean(),
        question: fc.option(
          fc.record({
            because: fc.constant({ kind: 'asked' } as const),
            answer: fc.constantFrom('yes', 'no', undefined),
          } as const),
          { nil: undefined },
        ),
        shift: fc.option(
          fc.record({
            strategy: fc.constantFrom('BLUE_GREEN', 'LINEAR'),
            stage: fc.constantFrom(...stages, 'POLISH', undefined),
            production: fc.constantFrom(0, 10, 100),
            test: fc.constantFrom(0, 100),
          }),
          { nil: undefined },
        ),
        hooks: fc.constantFrom(
          undefined,
          ...(['awaiting-action', 'succeeded', 'failed'] as const).map((hook) => [
            { hookId: 'ecs-pause-1', target: 'pause' as const, status: hook },
          ]),
        ),
      })
      .map(({ status, failures, failedLooks, blindSince, hasRollback, shift, hooks, question }) =>
        aMemory({
          last: aSnapshot({ status, shift, hooks }),
          pauses: rememberPauses({}, aSnapshot({ status, shift, hooks })),
          startFailures: failures,
          failedLooks,
          blindSince,
          question,
          rollback: hasRollback ? { by: 'aws', because: { kind: 'asked' }, at: 0 } : undefined,
        }),
      ),
  });

  it('never goes back for a gate that could not measure, is only tried out, or has not judged', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        fc.pre(Object.keys(situation.memory.startFailures).length === 0 && situation.interrupt === undefined);
        const mayAct = situation.gates.some(
          ({ gate: { dryRun, onInconclusive }, report: { verdict } }) =>
            !dryRun &&
            (verdict.kind === 'fail' || (verdict.kind === 'inconclusive' && onInconclusive === 'rollback')),
        );
        fc.pre(!mayAct);
        const decision = decide({ ...situation, policy: { ...situation.policy, rollbackOnTimeout: false } });
        expect(['move', 'ask']).not.toContain(decision.kind);
      }),
    );
  });

  it('goes back without being told to by a person only where the policy is automatic', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        fc.pre(situation.interrupt === undefined && situation.policy.rollback !== 'automatic');
        fc.pre(situation.memory.question?.answer !== 'yes');
        const decision = decide({ ...situation, policy: { ...situation.policy, rollbackOnTimeout: false } });
        expect(decision.kind).not.toBe('move');
      }),
    );
  });

  it('never rolls back because something could not be measured', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        fc.pre(situation.failure !== undefined && situation.interrupt === undefined);
        expect(decide(situation).kind).not.toBe('move');
      }),
    );
  });

  it('never acts as an observer', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const observed = { ...situation, policy: { ...situation.policy, role: 'observer' as const } };
        expect(decide(observed).kind).not.toBe('move');
      }),
    );
  });

  it('never asks for a second rollback', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        fc.pre(situation.memory.rollback !== undefined);
        expect(decide(situation).kind).not.toBe('move');
      }),
    );
  });

  it('never acts after an end that AWS has declared', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        fc.pre(
          situation.failure === undefined && endStatuses.has(situation.memory.last?.status ?? 'unknown'),
        );
        expect(decide(situation).kind).toBe('end');
      }),
    );
  });

  it('never calls a place reached, or a pause a pause, while it goes back or could not look', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = decide(situation);
        if (decision.kind !== 'end') return;
        if (decision.end.kind !== 'reached' && decision.end.kind !== 'waiting-for-approval') return;
        expect(situation.memory.rollback).toBeUndefined();
        expect(situation.memory.last?.status).toBe('in-progress');
        expect(situation.failure).toBeUndefined();
      }),
    );
  });

  it('never waits longer than half a minute, and never not at all', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = decide(situation);
        if (decision.kind !== 'look-again') return;
        expect(decision.after).toBeGreaterThan(0);
        expect(decision.after).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it('says successful only when AWS has', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = decide(situation);
        if (decision.kind !== 'end' || decision.end.kind !== 'successful') return;
        expect(situation.memory.last?.status).toBe('successful');
        expect(situation.failure).toBeUndefined();
      }),
    );
  });
});
