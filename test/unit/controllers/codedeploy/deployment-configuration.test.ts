import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  derivedName,
  isSameRouting,
} from '../../../../src/controllers/codedeploy/deployment-configuration.ts';
import type { TrafficRouting } from '../../../../src/model/codedeploy.ts';

const anyRouting: fc.Arbitrary<TrafficRouting> = fc.oneof(
  fc.constant({ type: 'AllAtOnce' } as const),
  fc.record({
    type: fc.constantFrom('TimeBasedCanary' as const, 'TimeBasedLinear' as const),
    percent: fc.integer({ min: 1, max: 99 }),
    intervalInMinutes: fc.integer({ min: 1, max: 2880 }),
  }),
);

describe('the name of a configuration that is created', () => {
  it('says how it moves traffic', () => {
    expect(derivedName({ type: 'TimeBasedCanary', percent: 25, intervalInMinutes: 7 })).toBe(
      'ecsdeploy-canary-25-percent-7-minutes',
    );
    expect(derivedName({ type: 'TimeBasedLinear', percent: 5, intervalInMinutes: 90 }, 2)).toBe(
      'ecsdeploy-linear-5-percent-90-minutes-2',
    );
  });

  it('is the same for the same, another for another, and one that AWS takes', () => {
    fc.assert(
      fc.property(anyRouting, anyRouting, (a, b) => {
        expect(derivedName(a) === derivedName(b)).toBe(isSameRouting(a, b));
        expect(derivedName(a, 5).length).toBeLessThanOrEqual(100);
        expect(derivedName(a)).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });
});
