import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stages, type Until } from '../../../src/model/lifecycle.ts';
import { hasPassed, reachedOf } from '../../../src/release/reached.ts';
import { aSnapshot } from '../builders.ts';

function at(stage: string | undefined, production = 0) {
  return aSnapshot({ shift: { strategy: 'LINEAR', stage, production, test: 0 } });
}

describe('hasPassed', () => {
  it('knows the events of CodeDeploy by the stages at which ECS does the same', () => {
    expect(hasPassed('AfterInstall', 'POST_SCALE_UP')).toBe(true);
    expect(hasPassed('Install', 'POST_SCALE_UP')).toBe(false);
    expect(hasPassed('TERMINATION_WAIT', 'AfterAllowTraffic')).toBe(true);
    expect(hasPassed('AllowTraffic', 'AfterAllowTraffic')).toBe(false);
    expect(hasPassed('BAKE_TIME', 'AllowTraffic')).toBe(true);
  });
});

describe('reachedOf', () => {
  it('is the stage, or a later one', () => {
    const until: Until = { kind: 'stage', stage: 'POST_TEST_TRAFFIC_SHIFT' };

    expect(reachedOf(until, at('TEST_TRAFFIC_SHIFT'))).toBeUndefined();
    expect(reachedOf(until, at('POST_TEST_TRAFFIC_SHIFT'))).toBe('POST_TEST_TRAFFIC_SHIFT');
    expect(reachedOf(until, at('BAKE_TIME'))).toBe('POST_TEST_TRAFFIC_SHIFT');
  });

  it('is all of the traffic, not a part of it', () => {
    const until: Until = { kind: 'traffic-shifted' };

    expect(reachedOf(until, at('PRODUCTION_TRAFFIC_SHIFT', 99.9))).toBeUndefined();
    expect(reachedOf(until, at('PRODUCTION_TRAFFIC_SHIFT', 100))).toBe('traffic-shifted');
    expect(reachedOf(until, at('CLEAN_UP'))).toBe('traffic-shifted');
  });

  it('is nothing for a stage that this program does not know', () => {
    expect(reachedOf({ kind: 'stage', stage: 'SCALE_UP' }, at('POLISH'))).toBeUndefined();
    expect(reachedOf({ kind: 'stage', stage: 'SCALE_UP' }, at(undefined))).toBeUndefined();
  });

  it('is never told of a deployment that does not simply go on', () => {
    const untils = fc.oneof(
      fc.constantFrom<Until>({ kind: 'succeeded' }, { kind: 'paused' }, { kind: 'traffic-shifted' }),
      fc.constantFrom(...stages).map((stage): Until => ({ kind: 'stage', stage })),
    );
    const statuses = fc.constantFrom(
      ...([
        'pending',
        'stopping',
        'stopped',
        'rollback-requested',
        'rolling-back',
        'rolled-back',
        'unknown',
      ] as const),
    );
    fc.assert(
      fc.property(untils, statuses, fc.constantFrom(...stages), (until, status, stage) => {
        expect(reachedOf(until, { ...at(stage, 100), status })).toBeUndefined();
      }),
    );
  });

  it('stays reached as the deployment goes on', () => {
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.constantFrom(...stages), (stage, wanted) => {
        const later = stages.slice(stages.indexOf(stage));
        if (!hasPassed(stage, wanted)) return;
        expect(later.every((one) => hasPassed(one, wanted))).toBe(true);
      }),
    );
  });
});
