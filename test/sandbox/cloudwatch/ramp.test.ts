import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { Ramp } from '../../../src/sandbox/elbv2/metrics/ramp.ts';

describe('an amount that grows', () => {
  it('loses nothing, however its time is cut and its rate turns', () => {
    const turns = fc.array(fc.record({ after: fc.nat(100_000), tenths: fc.nat(500) }), { maxLength: 12 });
    const cuts = fc.array(fc.nat(1_500_000), { maxLength: 12 });
    fc.assert(
      fc.property(turns, cuts, (given, inside) => {
        const ramp = new Ramp();
        let [at, total, rate] = [0, 0, 0];
        for (const { after, tenths } of given) {
          total += rate * after;
          at += after;
          rate = tenths / 10_000;
          ramp.turn(at, rate);
        }
        const end = 2_000_000;
        total += rate * (end - at);
        const moments = [0, ...inside.sort((a, b) => a - b), end];
        let sum = 0;
        for (let index = 1; index < moments.length; index++) {
          const part = ramp.wholeBetween(moments[index - 1]!, moments[index]!);
          if (part < 0 || !Number.isInteger(part)) return false;
          sum += part;
        }
        return Math.abs(sum - total) <= 1;
      }),
    );
  });
});
