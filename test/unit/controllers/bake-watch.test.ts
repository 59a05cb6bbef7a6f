import { describe, expect, it } from '@jest/globals';
import type { ServiceDeploymentState } from '../../../src/aws/service-deployments.ts';
import { BakeWatch } from '../../../src/controllers/ecs/bake-watch.ts';
import { minutes } from '../../../src/model/duration.ts';

function at(lifecycleStage: string, productionWeight: number, updatedAt?: number): ServiceDeploymentState {
  return {
    arn: 'arn',
    status: 'in-progress',
    createdAt: 0,
    updatedAt,
    lifecycleStage,
    hooks: [],
    configuration: {
      strategy: 'CANARY',
      stepBake: minutes(5),
      finalBake: minutes(10),
      hasHooks: false,
    },
    targetRevision: { arn: 'r', requested: 2, running: 2, pending: 0, productionWeight, testWeight: 0 },
    sourceRevisions: [],
  };
}

describe('BakeWatch', () => {
  it('counts from the first look that saw it, where AWS names no better time', () => {
    const watch = new BakeWatch();
    watch.bakeOf(at('PRE_PRODUCTION_TRAFFIC_SHIFT', 0), 1_000);

    expect(watch.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 5), 4_000)).toEqual({
      kind: 'step',
      endsAt: 4_000 + minutes(5),
    });
    expect(watch.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 5), 90_000)?.endsAt).toBe(4_000 + minutes(5));
  });

  it("counts from AWS's last change where that lies between two looks, and for the first look", () => {
    const watch = new BakeWatch();
    expect(watch.bakeOf(at('BAKE_TIME', 100, 500), 60_000)).toEqual({
      kind: 'final',
      endsAt: 500 + minutes(10),
    });

    const other = new BakeWatch();
    other.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 5, 900), 1_000);
    expect(other.bakeOf(at('BAKE_TIME', 100, 3_000), 4_000)?.endsAt).toBe(3_000 + minutes(10));
    const late = new BakeWatch();
    late.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 5, 900), 1_000);
    expect(late.bakeOf(at('BAKE_TIME', 100, 900), 4_000)?.endsAt).toBe(4_000 + minutes(10));
  });

  it('begins anew with each step, and knows none in other stages', () => {
    const watch = new BakeWatch();
    watch.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 5), 1_000);

    expect(watch.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 10), 9_000)?.endsAt).toBe(9_000 + minutes(5));
    expect(watch.bakeOf(at('PRODUCTION_TRAFFIC_SHIFT', 100), 9_900)).toBeUndefined();
    expect(watch.bakeOf(at('POST_PRODUCTION_TRAFFIC_SHIFT', 100), 9_990)).toBeUndefined();
  });
});
