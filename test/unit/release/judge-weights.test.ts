import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeWeights } from '../../../src/release/judge-weights.ts';

const rule = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/web/1/2/3';
const expected = [{ rule, targetGroupArn: 'green' }];
const weighing = (blue: number, green: number) => ({
  rule,
  groups: [
    { targetGroupArn: 'blue', weight: blue },
    { targetGroupArn: 'green', weight: green },
  ],
});

describe('judgeWeights', () => {
  it('is content where all requests go to the right group', () => {
    expect(judgeWeights(expected, [weighing(0, 1)])).toBeUndefined();
    expect(
      judgeWeights(expected, [{ rule, groups: [{ targetGroupArn: 'green', weight: 1 }] }]),
    ).toBeUndefined();
  });

  it.each([
    [90, 10, 10],
    [1, 999, 99.9],
    [0, 0, 0],
    [100, 0, 0],
  ])('names rule and share where the weights are %d and %d', (blue, green, actual) => {
    expect(judgeWeights(expected, [weighing(blue, green)])).toEqual({
      kind: 'weights-differ',
      rule,
      targetGroup: 'green',
      expected: 100,
      actual,
    });
  });

  it('does not judge a rule that was not read, and judges all that were', () => {
    const two = [{ rule: 'other', targetGroupArn: 'green' }, ...expected];

    expect(judgeWeights(two, [])).toBeUndefined();
    expect(judgeWeights(two, [weighing(1, 1)])?.rule).toBe(rule);
  });

  it('is content with nothing short of everything', () => {
    const weight = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(weight, weight, (blue, green) => {
        const isRight = judgeWeights(expected, [weighing(blue, green)]) === undefined;
        expect(isRight).toBe(blue === 0 && green > 0);
      }),
    );
  });
});
