import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '../../../../src/model/duration.ts';
import { trafficChart } from '../../../../src/output/github/traffic-chart.ts';

const start = Date.UTC(2026, 0, 15, 9);

describe('the chart of traffic', () => {
  it.each([
    ['nothing was looked at', []],
    ['traffic was never moved', [{ at: start, production: 0 }]],
  ])('is none where %s', (_, traffic) => {
    expect(trafficChart(traffic, start + minutes(5))).toBeUndefined();
  });

  it('goes up where traffic did, and down where it was taken back', () => {
    const traffic = [
      { at: start, production: 0 },
      { at: start + minutes(15), production: 12.5 },
      { at: start + minutes(30), production: 100 },
      { at: start + minutes(45), production: 0 },
    ];

    const chart = trafficChart(traffic, start + minutes(60)) ?? '';

    expect(chart).toContain('x-axis "minutes since the first look" 0 --> 60');
    expect(valuesOf(chart)).toEqual([
      ...Array.from({ length: 15 }, () => 0),
      ...Array.from({ length: 15 }, () => 12.5),
      ...Array.from({ length: 15 }, () => 100),
      ...Array.from({ length: 16 }, () => 0),
    ]);
  });

  it('has an axis of some length whatever the times, and values that were seen', () => {
    const aShare = fc.record({
      at: fc.integer({ min: 0, max: 10_000_000 }),
      production: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(
        fc.array(aShare, { minLength: 2 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (shares, later) => {
          const traffic = shares.toSorted((a, b) => a.at - b.at);
          const chart = trafficChart(traffic, (traffic.at(-1)?.at ?? 0) + later) ?? '';

          expect(Number(/0 --> ([\d.]+)$/m.exec(chart)?.[1])).toBeGreaterThanOrEqual(seconds(1) / minutes(1));
          const seen = new Set(traffic.map(({ production }) => production));
          expect(valuesOf(chart).every((value) => seen.has(value))).toBe(true);
        },
      ),
    );
  });
});

function valuesOf(chart: string): number[] {
  return JSON.parse(/^ *line (\[.*\])$/m.exec(chart)?.[1] ?? '[]') as number[];
}
