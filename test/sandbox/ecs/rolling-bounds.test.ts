import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { thresholdFor } from '../../../src/sandbox/ecs/engine/breaker-threshold.ts';
import { rollingBounds } from '../../../src/sandbox/ecs/engine/rolling-bounds.ts';
import {
  liveIn,
  planRollingStep,
  type Fleet,
  type Situation,
} from '../../../src/sandbox/ecs/engine/rolling-step.ts';
import { Rehearsal } from './rehearsal.ts';

const percentages = fc
  .record({
    minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
    maximumPercent: fc.integer({ min: 100, max: 200 }),
  })
  .filter(
    ({ minimumHealthyPercent, maximumPercent }) =>
      minimumHealthyPercent + maximumPercent < 200 || maximumPercent > 100,
  );

const count = fc.integer({ min: 0, max: 12 });
const fleet = fc.record({ starting: count, healthy: count, unhealthy: count, stopping: count });
const olderFleet = fc
  .tuple(fleet, count, fc.boolean())
  .map(([own, keep, replacesLostTasks]) => ({ ...own, keep, replacesLostTasks }));

const situations: fc.Arbitrary<Situation> = fc
  .record({
    desired: fc.integer({ min: 0, max: 20 }),
    percentages,
    primary: fleet,
    older: fc.array(olderFleet, { maxLength: 4 }),
    primaryMay: fc.constantFrom('roll', 'hold', 'failed', 'back-off'),
  })
  .map(({ percentages: percent, ...rest }) => ({ ...rest, bounds: rollingBounds(rest.desired, percent) }));

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
const healthyIn = (fleets: readonly Fleet[]): number => sum(fleets.map((one) => one.healthy));

describe('the bounds of a rolling deployment', () => {
  it.each([
    [4, 100, 200, 4, 8],
    [3, 50, 150, 2, 4],
    [1, 100, 134, 1, 1],
    [1, 50, 150, 1, 1],
    [0, 100, 200, 0, 0],
  ])(
    'of %i tasks with %i/%i percent are %i and %i',
    (desired, minimumHealthyPercent, maximumPercent, lower, upper) => {
      expect(rollingBounds(desired, { minimumHealthyPercent, maximumPercent })).toEqual({ lower, upper });
    },
  );

  it('are never broken by a step: not below the lower one, not above the upper one', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const step = planRollingStep(situation);
        const fleets = [situation.primary, ...situation.older];
        const steps = [step.primary, ...step.older];
        const started = sum(steps.map((one) => one.start));
        const stoppedHealthy = sum(steps.map((one) => one.stopHealthy));

        if (started > 0)
          expect(sum(fleets.map(liveIn)) + started).toBeLessThanOrEqual(situation.bounds.upper);
        if (stoppedHealthy > 0) {
          expect(healthyIn(fleets) - stoppedHealthy).toBeGreaterThanOrEqual(situation.bounds.lower);
        }
        steps.forEach((one, index) => {
          const own = fleets[index]!;
          expect(one.start).toBeGreaterThanOrEqual(0);
          expect(one.stopStarting).toBeGreaterThanOrEqual(0);
          expect(one.stopHealthy).toBeGreaterThanOrEqual(0);
          expect(one.stopUnhealthy).toBeGreaterThanOrEqual(0);
          expect(one.stopStarting).toBeLessThanOrEqual(own.starting);
          expect(one.stopHealthy).toBeLessThanOrEqual(own.healthy);
          expect(one.stopUnhealthy).toBeLessThanOrEqual(own.unhealthy);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('hold at every moment of whole releases, good and bad', () => {
    const images = fc.constantFrom(
      {},
      { stoppedReason: 'CannotPullContainerError: no' },
      { exit: { code: 1, after: 2_000 } },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        percentages,
        images,
        fc.nat(),
        (desiredCount, percent, image, seed) => {
          const { lower, upper } = rollingBounds(desiredCount, percent);
          const rehearsal = new Rehearsal({ seed });
          rehearsal.runningService('registry.test/web:1', {
            desiredCount,
            availabilityZoneRebalancing: 'DISABLED',
            deploymentConfiguration: {
              ...percent,
              deploymentCircuitBreaker: { enable: true, rollback: true },
            },
          });
          rehearsal.behave('registry.test/web:2', image);
          rehearsal.release('registry.test/web:2');
          const end = rehearsal.now + 400;
          const service = rehearsal.world.ecs.clusters.get('demo')!.services.get('web')!;
          while (rehearsal.now < end && rehearsal.serviceDeployment.finishedAt === undefined) {
            rehearsal.world.timeline.runUntil(rehearsal.world.timeline.nextAt()!);
            const alive = [...service.tasks].filter((task) => task.executionStoppedAt === undefined);
            expect(alive.length).toBeLessThanOrEqual(upper);
            expect(alive.filter((task) => task.healthy).length).toBeGreaterThanOrEqual(lower);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('end every good release that has room to move, with all tasks new', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), percentages, fc.nat(), (desiredCount, percent, seed) => {
        const { lower, upper } = rollingBounds(desiredCount, percent);
        fc.pre(lower < desiredCount || upper > desiredCount);
        const rehearsal = new Rehearsal({ seed });
        rehearsal.runningService('registry.test/web:1', {
          desiredCount,
          availabilityZoneRebalancing: 'DISABLED',
          deploymentConfiguration: percent,
        });
        rehearsal.release('registry.test/web:2');
        rehearsal.untilFinished();
        expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
        expect(rehearsal.tasks().map((task) => task.containers![0]!.image)).toEqual(
          Array.from({ length: desiredCount }, () => 'registry.test/web:2'),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('the threshold of the circuit breaker', () => {
  it.each([
    [1, 3],
    [25, 13],
    [400, 200],
    [600, 200],
  ])('is by default half of %i tasks, but at least 3 and at most 200: %i', (desired, threshold) => {
    expect(thresholdFor(undefined, desired)).toBe(threshold);
  });
});
