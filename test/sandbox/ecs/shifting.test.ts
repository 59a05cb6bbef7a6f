import { describe, expect, it } from '@jest/globals';
import { ShiftingRehearsal, v2 } from './shifting-stage.ts';

describe('a deployment that shifts traffic', () => {
  it('BLUE_GREEN goes through every stage and moves all requests at once', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    rehearsal.release(v2);

    expect(rehearsal.course()).toEqual([
      '0s - 0/0',
      '2s PRE_SCALE_UP 0/0',
      '7s SCALE_UP 0/0',
      '21s POST_SCALE_UP 0/0',
      '26s TEST_TRAFFIC_SHIFT 0/0',
      '31s TEST_TRAFFIC_SHIFT 100/0',
      '36s POST_TEST_TRAFFIC_SHIFT 100/0',
      '41s PRE_PRODUCTION_TRAFFIC_SHIFT 100/0',
      '46s PRODUCTION_TRAFFIC_SHIFT 100/0',
      '51s PRODUCTION_TRAFFIC_SHIFT 100/100',
      '56s POST_PRODUCTION_TRAFFIC_SHIFT 100/100',
      '61s BAKE_TIME 100/100',
      '366s CLEAN_UP 100/100',
    ]);
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.productionWeights).toEqual([0, 100]);
    expect(rehearsal.testWeights).toEqual([0, 100]);
    expect(rehearsal.images).toEqual([v2, v2]);
    expect(rehearsal.service.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'COMPLETED', desiredCount: 2, runningCount: 2 },
    ]);
  });
});
