import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refuseDeadlock, taskBounds } from '../../../src/release/deadlock.ts';

const ref = { cluster: 'prod', service: 'web' };

describe('refuseDeadlock', () => {
  it.each([
    [1, 100, 134],
    [1, 50, 150],
    [2, 100, 149],
    [3, 67, 133],
  ])(
    'refuses %i desired with %i/%i, naming both bounds',
    (desired, minimumHealthyPercent, maximumPercent) => {
      const percents = { minimumHealthyPercent, maximumPercent };
      const { lower, upper } = taskBounds(desired, percents);
      const isStuck = upper <= desired && lower >= desired;

      if (isStuck) expect(() => refuseDeadlock(ref, desired, percents)).toThrow(`allows ${upper}`);
      else expect(() => refuseDeadlock(ref, desired, percents)).not.toThrow();
    },
  );

  it('lets the defaults through, whatever the desired count', () => {
    fc.assert(
      fc.property(fc.nat(500), (desired) => {
        expect(() =>
          refuseDeadlock(ref, desired, { minimumHealthyPercent: 100, maximumPercent: 200 }),
        ).not.toThrow();
      }),
    );
  });

  it('suggests percents that do work', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 100, max: 200 }),
        (desired, minimumHealthyPercent, maximumPercent) => {
          let advice = '';
          try {
            refuseDeadlock(ref, desired, { minimumHealthyPercent, maximumPercent });
          } catch (error) {
            advice = (error as { suggestions: string[] }).suggestions[0] ?? '';
          }
          fc.pre(advice !== '');
          const [, max = '', min = ''] =
            /at least (\d+), or minimumHealthyPercent to at most (\d+)/.exec(advice) ?? [];
          expect(() =>
            refuseDeadlock(ref, desired, { minimumHealthyPercent, maximumPercent: Number(max) }),
          ).not.toThrow();
          expect(() =>
            refuseDeadlock(ref, desired, { minimumHealthyPercent: Number(min), maximumPercent }),
          ).not.toThrow();
        },
      ),
    );
  });
});
