import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeMetric, type MetricFindings } from '../../../src/gates/checks/metrics-judge.ts';
import type { MetricReading } from '../../../src/gates/checks/metrics-reading.ts';

const number = (value: number, samples = 100): MetricReading => ({ kind: 'number', value, samples });
const tooFew: MetricReading = { kind: 'too-few', samples: 3 };
const broken: MetricReading = { kind: 'unmeasured', error: 'Forbidden' };
const base = { at: 1, question: { name: 'alb-5xx-rate', unit: 'percent' }, needed: 50 } as const;

function judge(findings: Partial<MetricFindings>) {
  return judgeMetric({ ...base, reading: number(1), limit: { kind: 'absolute', max: 1 }, ...findings });
}

describe('an absolute limit', () => {
  it('is still good itself, and broken beyond', () => {
    expect(judge({ reading: number(1) })).toMatchObject({ kind: 'pass', value: 1 });
    expect(judge({ reading: number(1.01) })).toMatchObject({
      kind: 'fail',
      because: { kind: 'metric', value: 1.01, limit: 1, side: 'at-most', samples: 100, unit: 'percent' },
    });
  });

  it('may be a lowest value', () => {
    expect(judge({ reading: number(4), limit: { kind: 'absolute', min: 5 } })).toMatchObject({
      kind: 'fail',
      because: { side: 'at-least', limit: 5 },
    });
    expect(judge({ reading: number(4), limit: { kind: 'absolute', max: 9, min: 5 } })).toMatchObject({
      kind: 'fail',
      because: { side: 'at-least', limit: 5 },
    });
  });

  it('is neither kept nor broken by too few samples', () => {
    expect(judge({ reading: tooFew })).toEqual({
      kind: 'unclear',
      at: 1,
      because: { kind: 'too-few-samples', name: 'alb-5xx-rate', samples: 3, needed: 50 },
    });
  });

  it('is neither kept nor broken by what could not be measured', () => {
    expect(judge({ reading: broken })).toEqual({ kind: 'error', at: 1, error: 'Forbidden' });
  });
});

describe('a comparison', () => {
  const limit = { kind: 'comparison', maxIncreasePercent: 50 } as const;
  const against = (reading: MetricReading) => ({ limit, baseline: { reading, of: 'old-revision' } as const });

  it('allows so many percent more', () => {
    expect(judge({ reading: number(3), ...against(number(2)) })).toMatchObject({
      kind: 'pass',
      because: { limit: 3, before: 2, comparedWith: 'old-revision' },
    });
    expect(judge({ reading: number(3.1), ...against(number(2)) })).toMatchObject({ kind: 'fail' });
  });

  it('allows so many percent less', () => {
    const less = { ...against(number(200)), limit: { kind: 'comparison', maxDecreasePercent: 10 } as const };

    expect(judge({ reading: number(180), ...less })).toMatchObject({ kind: 'pass' });
    expect(judge({ reading: number(179), ...less })).toMatchObject({ kind: 'fail', because: { limit: 180 } });
  });

  it('lets nothing grow that was 0, and lets it stay 0', () => {
    expect(judge({ reading: number(0), ...against(number(0)) })).toMatchObject({ kind: 'pass' });
    expect(judge({ reading: number(0.1), ...against(number(0)) })).toMatchObject({ kind: 'fail' });
  });

  it('of numbers below 0 allows what is above them', () => {
    expect(judge({ reading: number(-1), ...against(number(-2)) })).toMatchObject({ kind: 'pass' });
    expect(judge({ reading: number(-0.9), ...against(number(-2)) })).toMatchObject({ kind: 'fail' });
  });

  it('says nothing without enough to compare with', () => {
    expect(judge({ ...against(tooFew) })).toMatchObject({
      kind: 'unclear',
      because: { name: 'alb-5xx-rate to compare with', samples: 3 },
    });
    expect(judge({ limit })).toMatchObject({ kind: 'unclear' });
    expect(judge({ ...against(broken) })).toMatchObject({ kind: 'error' });
  });
});

describe('every judgement', () => {
  const reading = fc.oneof(
    fc.record({
      kind: fc.constant('number' as const),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      samples: fc.nat(),
    }),
    fc.record({ kind: fc.constant('too-few' as const), samples: fc.nat() }),
    fc.record({ kind: fc.constant('unmeasured' as const), error: fc.string() }),
  );
  const percent = fc.option(fc.nat(1000), { nil: undefined });
  const limit = fc.oneof(
    fc.record({ kind: fc.constant('absolute' as const), max: percent, min: percent }),
    fc.record({
      kind: fc.constant('comparison' as const),
      maxIncreasePercent: percent,
      maxDecreasePercent: percent,
    }),
  );

  it('passes or fails only by numbers', () => {
    fc.assert(
      fc.property(reading, limit, fc.option(reading, { nil: undefined }), (one, allowed, other) => {
        const baseline = other && { reading: other, of: 'before-release' as const };
        const { kind } = judge({ reading: one, limit: allowed, baseline });
        if (kind === 'pass' || kind === 'fail') {
          expect(one.kind).toBe('number');
          if (allowed.kind === 'comparison') expect(other?.kind).toBe('number');
        }
      }),
    );
  });
});
