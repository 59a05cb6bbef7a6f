import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceSettings } from '../../../src/aws/service-state.ts';
import { mergeHooks } from '../../../src/model/lifecycle-hooks.ts';
import { stageOfApproval, strategies, type ApprovalMoment } from '../../../src/model/lifecycle.ts';
import type { Approval } from '../../../src/model/release-plan.ts';
import type { SetAside } from '../../../src/model/set-aside.ts';
import { plannedWaits } from '../../../src/release/planned-waits.ts';
import { nightSettings, settingsToPutBack } from '../../../src/release/rollback-settings/night-settings.ts';
import { readSetAside, writeSetAside } from '../../../src/release/rollback-settings/set-aside-note.ts';
import { settingsInForce } from '../../../src/release/safety-rules.ts';

const moments = Object.keys(stageOfApproval) as ApprovalMoment[];
const minutes = fc.integer({ min: 0, max: 1440 });
const approvals = fc.uniqueArray(
  fc.record<Approval>({
    moment: fc.constantFrom(...moments),
    timeoutInMinutes: fc.integer({ min: 1, max: 20_160 }),
    onTimeout: fc.constantFrom('CONTINUE', 'ROLLBACK'),
  }),
  { selector: ({ moment }) => moment },
);
const aside = fc.record<SetAside>(
  {
    bakeTimeInMinutes: minutes,
    canaryBakeTimeInMinutes: minutes,
    linearBakeTimeInMinutes: minutes,
    approvals: approvals.filter(({ length }) => length > 0),
    alarms: fc.constant(true),
  },
  { requiredKeys: [] },
);

const theirs = { targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] };
const live = fc
  .record({
    strategy: fc.constantFrom(...strategies),
    bake: fc.option(minutes, { nil: undefined }),
    step: fc.option(minutes, { nil: undefined }),
    asked: approvals,
    alarms: fc.option(fc.record({ enable: fc.boolean(), rollback: fc.boolean() }), { nil: undefined }),
  })
  .map(({ strategy, bake, step, asked, alarms }): ServiceSettings => {
    const possible = asked.filter(({ moment }) => strategy !== 'ROLLING' || moment === 'before-traffic');
    const steps = step === undefined ? undefined : { percent: 20, bakeTimeInMinutes: step };
    return {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      circuitBreaker: { enable: false, rollback: false },
      strategy,
      bakeTimeInMinutes: bake,
      ...(strategy === 'CANARY' ? { canary: steps } : {}),
      ...(strategy === 'LINEAR' ? { linear: steps } : {}),
      hooks: mergeHooks([theirs], { approvals: possible }),
      ...(alarms === undefined ? {} : { alarms: { names: ['errors'], ...alarms } }),
      earlySuccess: { enable: false },
    };
  });

/** What AWS takes where nothing is said is as good as said. */
const spelled = (settings: ServiceSettings): unknown => ({
  ...settings,
  bakeTimeInMinutes: settings.bakeTimeInMinutes ?? 0,
  canary: settings.strategy === 'CANARY' ? (settings.canary?.bakeTimeInMinutes ?? 10) : undefined,
  linear: settings.strategy === 'LINEAR' ? (settings.linear?.bakeTimeInMinutes ?? 6) : undefined,
});

describe('the note of what was set aside', () => {
  it('can be read back, in the characters that a tag may have and in their number', () => {
    fc.assert(
      fc.property(aside, (before) => {
        const text = writeSetAside(before);

        expect(text).toMatch(/^[\w +\-=.:/@]{0,256}$/);
        expect(readSetAside(text)).toEqual(before);
      }),
    );
  });

  it.each(['bake', 'bake=x', 'bake=1 else=2', 'before-traffic=5', 'hello world'])(
    'is none of ours: "%s"',
    (text) => {
      expect(readSetAside(text)).toBeUndefined();
    },
  );
});

describe('the settings of a way back', () => {
  it('wait for nothing, leave no pause of ours, and no alarm that could turn it round', () => {
    fc.assert(
      fc.property(live, (settings) => {
        const night = settingsInForce(settings, nightSettings(settings)?.settings ?? {});

        expect(plannedWaits(night, [])).toBe(0);
        expect(night.hooks).toEqual([theirs]);
        expect(night.alarms?.enable ?? false).toBe(false);
      }),
    );
  });

  it('can all be put back from the note', () => {
    fc.assert(
      fc.property(live, (settings) => {
        const night = nightSettings(settings);
        if (night === undefined) return;
        const during = settingsInForce(settings, night.settings);
        const noted = readSetAside(writeSetAside(night.aside)) ?? {};

        expect(spelled(settingsInForce(during, settingsToPutBack(noted, during)))).toEqual(spelled(settings));
      }),
    );
  });

  it('are put back once: then nothing is left to do', () => {
    fc.assert(
      fc.property(live, (settings) => {
        const noted = nightSettings(settings)?.aside ?? {};

        expect(settingsToPutBack(noted, settings)).toEqual({});
      }),
    );
  });

  it('that somebody has set since are his', () => {
    const noted = { bakeTimeInMinutes: 10 };
    const settings: ServiceSettings = {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      circuitBreaker: { enable: false, rollback: false },
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 3,
      hooks: [],
      earlySuccess: { enable: false },
    };

    expect(settingsToPutBack(noted, settings)).toEqual({});
  });
});
