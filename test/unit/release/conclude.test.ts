import { describe, expect, it } from '@jest/globals';
import { conclude } from '../../../src/release/conclude.ts';
import { aMemory } from '../builders.ts';

const pass = { kind: 'pass', because: { kind: 'verified', tasks: 2 } } as const;
const unknown = { kind: 'inconclusive', because: { kind: 'no-running-task' } } as const;
const rollback = { by: 'aws', because: { kind: 'aws', text: 'threshold exceeded' }, at: 0 } as const;

describe('conclude', () => {
  it("says succeeded only if AWS's verdict and our own look agree", () => {
    const outcomeWith = (verdict: Parameters<typeof conclude>[2]) =>
      conclude({ kind: 'successful' }, aMemory(), verdict).kind;

    expect(outcomeWith({ verdict: pass })).toBe('succeeded');
    expect(outcomeWith({ verdict: unknown })).toBe('inconclusive');
    expect(outcomeWith(undefined)).toBe('inconclusive');
    expect(
      outcomeWith({
        verdict: {
          kind: 'fail',
          because: { kind: 'digest-differs', container: 'app', expected: 'a', actual: 'b', task: 't' },
        },
      }),
    ).toBe('failed-left');
    expect(outcomeWith({ verdict: { kind: 'fail', because: { kind: 'superseded' } } })).toBe('superseded');
  });

  it('promises a rollback only if the old revision was verified serving', () => {
    const memory = aMemory({ rollback });
    const end = { kind: 'rolled-back' } as const;

    expect(conclude(end, memory, { verdict: pass, serving: 'web:1' })).toEqual({
      kind: 'failed-rolled-back',
      because: rollback.because,
      by: 'aws',
      to: 'web:1',
    });
    expect(conclude(end, memory, { verdict: unknown }).kind).toBe('failed-rollback-unseen');
    const stillBad = { kind: 'primary-differs', expected: 'web:1', actual: 'web:2' } as const;
    expect(conclude(end, memory, { verdict: { kind: 'fail', because: stillBad } })).toMatchObject({
      kind: 'failed-rollback-failed',
      rollbackBecause: stillBad,
    });
  });

  it('keeps the first reason when the rollback fails too', () => {
    const because = { kind: 'aws', text: 'No rollback candidate was found to run the rollback.' } as const;

    expect(conclude({ kind: 'rollback-failed', because }, aMemory({ rollback }), undefined)).toEqual({
      kind: 'failed-rollback-failed',
      because: rollback.because,
      rollbackBecause: because,
    });
  });
});
