import { describe, expect, it } from '@jest/globals';
import { Samples } from '../../../src/sandbox/cloudwatch/metrics/samples.ts';

describe('samples', () => {
  it('are as many as there are, values and sets', () => {
    const samples = new Samples();
    const others = new Samples();
    for (let index = 0; index < 200_000; index++) {
      samples.add(index);
      others.addSet({ count: 2, sum: 3, minimum: -index, maximum: index + 1 });
    }
    samples.merge(others);
    expect(samples.count).toBe(600_000);
    expect(samples.minimum).toBe(-199_999);
    expect(samples.maximum).toBe(200_000);
    expect(samples.percentile(50)).toBeUndefined();
  });
});
