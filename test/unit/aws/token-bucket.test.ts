import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../../src/aws/token-bucket.ts';

const start = Date.UTC(2026, 0, 15, 9);

/** How many of so many calls at one moment come through. */
function through(bucket: TokenBucket, now: number, calls: number): number {
  return Array.from({ length: calls }, () => bucket.take(now)).filter(Boolean).length;
}

describe('a bucket of tokens', () => {
  it('gives a burst at once, and then as many as flow in', () => {
    const bucket = new TokenBucket({ burst: 45, perSecond: 4.5 }, start);

    expect(through(bucket, start, 100)).toBe(45);
    expect(bucket.untilNext(start)).toBe(223);
    expect(through(bucket, start + 222, 100)).toBe(0);
    expect(through(bucket, start + 223, 100)).toBe(1);
    expect(through(bucket, start + 10_000, 100)).toBe(44);
  });

  it('holds no more than a burst', () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 10 }, start);

    expect(through(bucket, start + 3_600_000, 100)).toBe(3);
  });

  it('begins from nothing when AWS says that there is nothing', () => {
    const bucket = new TokenBucket({ burst: 50, perSecond: 20 }, start);

    bucket.empty(start);

    expect(through(bucket, start, 1)).toBe(0);
    expect(bucket.untilNext(start)).toBe(50);
  });

  it('gives nothing for a clock that is set back, and goes on from there', () => {
    const bucket = new TokenBucket({ burst: 2, perSecond: 1 }, start);
    through(bucket, start, 2);

    expect(through(bucket, start - 3_600_000, 5)).toBe(0);
    expect(through(bucket, start - 3_599_000, 5)).toBe(1);
  });

  it('never gives more than a burst and what has flowed in, in any window', () => {
    const quota = fc.record({
      burst: fc.integer({ min: 1, max: 30 }),
      perSecond: fc.double({ min: 0.5, max: 40, noNaN: true }),
    });
    const asked = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 900 }), empties: fc.integer({ min: 0, max: 30 }) }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(quota, asked, ({ burst, perSecond }, questions) => {
        const bucket = new TokenBucket({ burst, perSecond }, start);
        const given: number[] = [];
        let now = start;
        for (const { pause, empties } of questions) {
          now += pause;
          if (empties === 0) bucket.empty(now);
          if (bucket.take(now)) given.push(now);
        }
        for (const [first, from] of given.entries()) {
          for (const [last, to] of given.entries()) {
            if (last < first) continue;
            expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) / 1_000) * perSecond + 1e-6);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has a token when it said that it would', () => {
    const quota = fc.record({
      burst: fc.integer({ min: 1, max: 5 }),
      perSecond: fc.double({ min: 0.5, max: 40, noNaN: true }),
    });
    fc.assert(
      fc.property(quota, fc.integer({ min: 0, max: 5_000 }), (rates, later) => {
        const bucket = new TokenBucket(rates, start);
        const now = start + later;
        through(bucket, now, 10);
        const wait = bucket.untilNext(now);

        expect(bucket.take(now + wait - 2)).toBe(false);
        // A rounding error may cost a millisecond, never the token.
        expect(bucket.take(now + wait) || bucket.take(now + wait + 1)).toBe(true);
      }),
    );
  });
});
