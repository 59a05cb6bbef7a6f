import { describe, expect, it } from '@jest/globals';
import { changedBy } from '../../../src/model/outcome.ts';
import { conclude } from '../../../src/release/conclude.ts';
import { aMemory, aSnapshot } from '../builders.ts';

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
      proof: pass.because,
    });
    expect(conclude(end, memory, { verdict: unknown })).toMatchObject({
      kind: 'failed-rollback-unseen',
      doubt: unknown.because,
    });
    const stillBad = { kind: 'primary-differs', expected: 'web:1', actual: 'web:2' } as const;
    expect(conclude(end, memory, { verdict: { kind: 'fail', because: stillBad } })).toMatchObject({
      kind: 'failed-rollback-failed',
      rollbackBecause: stillBad,
    });
  });

  it('proves nothing with a service that was scaled to 0 meanwhile, and takes one that was at 0 all the time as it is', () => {
    const verification = { verdict: { kind: 'pass', because: { kind: 'desired-zero' } } } as const;
    const kindWith = (mostDesired: number, planned?: number) =>
      conclude({ kind: 'successful' }, aMemory({ mostDesired }), verification, planned).kind;

    expect(kindWith(0, 0)).toBe('succeeded');
    expect(kindWith(2, 0)).toBe('inconclusive');
    expect(kindWith(0, 2)).toBe('inconclusive');
  });

  it('says that the service is gone where it was deleted after the end, not that the release failed', () => {
    const because = { kind: 'service-gone', status: 'deleted' } as const;
    const verification = { verdict: { kind: 'fail', because } } as const;

    for (const end of [{ kind: 'successful' }, { kind: 'rolled-back' }] as const) {
      expect(conclude(end, aMemory({ rollback }), verification)).toEqual({ kind: 'stopped', because });
    }
  });

  it('tells why it was rolled back, also when another deployment has come since', () => {
    const superseded = { kind: 'superseded', after: { end: 'rollback' } } as const;

    expect(
      conclude({ kind: 'rolled-back' }, aMemory({ rollback }), {
        verdict: { kind: 'fail', because: superseded },
      }),
    ).toMatchObject({ because: { after: { end: 'rollback', because: rollback.because } } });
  });

  it('does not say "goes on" of a deployment that AWS was asked to take back, and that nobody has seen since', () => {
    const end = { kind: 'interrupted', signal: 'SIGTERM' } as const;
    const asked = { because: { kind: 'interrupted', signal: 'SIGTERM' }, at: 20_000 } as const;
    const afterLookAt = (at: number) => conclude(end, aMemory({ asked, last: aSnapshot({ at }) }), undefined);

    expect(afterLookAt(10_000)).toMatchObject({ rollingBack: false, asked: true });
    expect(afterLookAt(30_000)).not.toHaveProperty('asked');
    expect(changedBy(afterLookAt(10_000))).toBe('unknown');
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
