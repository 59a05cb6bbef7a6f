import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUntil } from '../../../src/cli/follow-flags.ts';
import { lifecycleEvents, stages } from '../../../src/model/lifecycle.ts';

describe('--until', () => {
  it.each(['succeeded', 'paused', 'traffic-shifted', 'TRAFFIC_SHIFTED', ' Paused '])('takes %s', (text) => {
    expect(parseUntil(text).kind).toBe(text.trim().toLowerCase().replace('_', '-'));
  });

  it('takes every stage as AWS spells it, in any case, and with hyphens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.boolean(), fc.boolean(), (stage, isLower, hasHyphens) => {
        const text = hasHyphens ? stage.replaceAll('_', '-') : stage;
        expect(parseUntil(isLower ? text.toLowerCase() : text)).toEqual({ kind: 'stage', stage });
      }),
    );
  });

  it.each(lifecycleEvents)('takes %s as CodeDeploy spells it, and as one types', (stage) => {
    const typed = stage.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

    for (const text of [stage, stage.toLowerCase(), typed]) {
      expect(parseUntil(text)).toEqual({ kind: 'stage', stage });
    }
  });

  it('names what there is where a place is none', () => {
    expect(() => parseUntil('half-way')).toThrow(
      expect.objectContaining({
        code: 'usage.invalid_until',
        suggestions: [
          expect.stringContaining('bake-time') as unknown,
          'With CodeDeploy, a lifecycle event: BeforeInstall, Install, AfterInstall, AllowTestTraffic, AfterAllowTestTraffic, BeforeAllowTraffic, AllowTraffic, AfterAllowTraffic.',
        ],
      }),
    );
  });
});
