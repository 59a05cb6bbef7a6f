import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderFor, type OrderSituation } from '../../../src/sandbox/ecs/engine/shifting/orders.ts';
import {
  planReturn,
  planShift,
  productionShares,
} from '../../../src/sandbox/ecs/engine/shifting/shift-plan.ts';
import {
  allTo,
  mainServer,
  weightsOf,
  withShare,
} from '../../../src/sandbox/ecs/engine/shifting/traffic-weights.ts';
import type { ServiceRevisionRecord } from '../../../src/sandbox/ecs/records/service-revision.ts';

const pace = { idleStage: 5_000, settling: 5_000 };
const alone = { reconciles: false, pace };
const revision = (digits: string): ServiceRevisionRecord => ({ digits }) as ServiceRevisionRecord;

describe('the plan of a shift', () => {
  it('has its stages in the documented order, with RECONCILE_SERVICE where more than one revision is ACTIVE', () => {
    const stages = planShift({ strategy: 'BLUE_GREEN' }, { ...alone, reconciles: true }).map(
      ({ stage }) => stage,
    );

    expect(stages).toEqual([
      'RECONCILE_SERVICE',
      'PRE_SCALE_UP',
      'SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME',
      'CLEAN_UP',
    ]);
    expect(planShift({ strategy: 'BLUE_GREEN' }, alone)[0]?.stage).toBe('PRE_SCALE_UP');
  });

  it.each([
    [{ strategy: 'CANARY' }, [5, 100], 10],
    [{ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 100 } }, [100], 10],
    [{ strategy: 'LINEAR' }, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 6],
    [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 33.3 } }, [33.3, 66.6, 99.9, 100], 6],
    [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 100 } }, [100], 6],
    [{ strategy: 'BLUE_GREEN' }, [100], 0],
  ] as const)('of %j gives %j', (configuration, percents, minutesBetween) => {
    expect(productionShares(configuration)).toEqual({ percents, minutesBetween });
  });

  it('of any steps grows up to 100, each by the same share but the last, and waits between them only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 1000 }), (tenths) => {
        const linearConfiguration = { stepPercent: tenths / 10, stepBakeTimeInMinutes: 2 };
        const { percents } = productionShares({ strategy: 'LINEAR', linearConfiguration });
        expect(percents.at(-1)).toBe(100);
        const steps = percents.map((percent, index) =>
          Math.round((percent - (percents[index - 1] ?? 0)) * 10),
        );
        expect(steps.slice(0, -1).every((step) => step === tenths)).toBe(true);
        expect(steps.at(-1)!).toBeLessThanOrEqual(tenths);
        const bakes = planShift({ strategy: 'LINEAR', linearConfiguration }, alone)
          .filter(({ stage }) => stage === 'PRODUCTION_TRAFFIC_SHIFT')
          .map(({ bake }) => bake);
        expect(bakes).toEqual(percents.map((percent) => (percent < 100 ? 120_000 : 0)));
      }),
    );
  });

  it('back begins with production traffic at once, and leaves out what has not moved', () => {
    const stages = (moved: { test: number; production: number }): string[] =>
      planReturn(moved, pace).map(({ stage, lead }) => `${stage} ${lead}`);

    expect(stages({ test: 100, production: 10 })).toEqual([
      'PRODUCTION_TRAFFIC_SHIFT 0',
      'TEST_TRAFFIC_SHIFT 0',
      'CLEAN_UP 0',
    ]);
    expect(stages({ test: 0, production: 0 })).toEqual(['CLEAN_UP 0']);
  });
});

describe('the weights of revisions', () => {
  const [blue, green, other] = [revision('1'), revision('2'), revision('3')];

  it('always add up to 100, whatever shares are given', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            which: fc.constantFrom('test' as const, 'production' as const),
            tenths: fc.integer({ min: 0, max: 1000 }),
          }),
        ),
        (moves) => {
          let weights = allTo(blue);
          for (const { which, tenths } of moves) {
            weights = withShare(weights, which, { of: green, percent: tenths / 10, rest: blue });
          }
          for (const which of ['test', 'production'] as const) {
            expect(weightsOf(weights, blue)[which] + weightsOf(weights, green)[which]).toBeCloseTo(100, 9);
          }
        },
      ),
    );
  });

  it('are taken from whoever else had some', () => {
    const weights = withShare(allTo(other), 'production', { of: green, percent: 30, rest: blue });

    expect(weightsOf(weights, other)).toEqual({ test: 100, production: 0 });
    expect(weightsOf(weights, blue).production).toBe(70);
  });

  it('tell who serves: whoever has most, the later one of two that have the same, nobody without requests', () => {
    const half = withShare(allTo(blue), 'production', { of: green, percent: 50, rest: blue });

    expect(mainServer(half, [green, blue])).toBe(blue);
    expect(mainServer(allTo(green), [green, blue])).toBe(green);
    expect(mainServer(new Map(), [green, blue])).toBeUndefined();
  });
});

describe('how many tasks a revision is to have', () => {
  const situation: OrderSituation = {
    colour: 'green',
    shift: { direction: 'forward', isScaledUp: true, cleansUp: false, position: 3 },
    desired: 4,
    size: 2,
    hasFailed: false,
    backsOff: false,
    serves: false,
    blueIsWhole: true,
  };
  const back = { ...situation.shift, direction: 'back' } as const;

  it.each<[string, Partial<OrderSituation>, { count: number; may: string }]>([
    [
      'green before SCALE_UP',
      { shift: { ...situation.shift, isScaledUp: false } },
      { count: 0, may: 'hold' },
    ],
    ['green from SCALE_UP on', {}, { count: 4, may: 'roll' }],
    ['green whose tasks do not start', { backsOff: true }, { count: 4, may: 'back-off' }],
    ['green that has failed and does not go back', { hasFailed: true }, { count: 4, may: 'failed' }],
    ['green on the way back', { shift: back }, { count: 2, may: 'failed' }],
    ['green when traffic is back', { shift: { ...back, cleansUp: true } }, { count: 0, may: 'hold' }],
    ['blue', { colour: 'blue' }, { count: 4, may: 'roll' }],
    [
      'blue at CLEAN_UP',
      { colour: 'blue', shift: { ...situation.shift, cleansUp: true } },
      { count: 0, may: 'hold' },
    ],
    [
      'blue when green is cleaned up',
      { colour: 'blue', shift: { ...back, cleansUp: true } },
      { count: 4, may: 'roll' },
    ],
    ['a leftover', { colour: 'leftover' }, { count: 0, may: 'hold' }],
    ['a leftover that serves', { colour: 'leftover', serves: true }, { count: 2, may: 'hold' }],
    ['a leftover that stands in', { colour: 'leftover', blueIsWhole: false }, { count: 2, may: 'hold' }],
    [
      'a leftover before the beginning',
      { colour: 'leftover', shift: { ...situation.shift, position: -1 } },
      { count: 2, may: 'hold' },
    ],
  ])('%s', (_, changes, expected) => {
    expect(orderFor({ ...situation, ...changes })).toEqual(expected);
  });
});
