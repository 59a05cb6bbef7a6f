import { describe, expect, it } from '@jest/globals';
import { hooksOfAppSpec } from '../../../../src/release/migrate/hooks-of-app-spec.ts';

describe('hooksOfAppSpec', () => {
  it('reads YAML', () => {
    const text =
      'version: 0.0\nResources: []\nHooks:\n  - BeforeInstall: check\n  - AfterAllowTraffic: "arn:x"\n';

    expect(hooksOfAppSpec(text)).toEqual({
      known: true,
      hooks: [
        { event: 'BeforeInstall', function: 'check' },
        { event: 'AfterAllowTraffic', function: 'arn:x' },
      ],
    });
  });

  it('reads JSON, with names in any case as tools write them', () => {
    const text = JSON.stringify({ version: 0, hooks: [{ afterAllowTestTraffic: 'check', Unknown: 'x' }] });

    expect(hooksOfAppSpec(text)).toEqual({
      known: true,
      hooks: [{ event: 'AfterAllowTestTraffic', function: 'check' }],
    });
  });

  it.each(['version: 0.0', '{}', 'Hooks:', '- 1'])('finds none in %j', (text) => {
    expect(hooksOfAppSpec(text)).toEqual({ known: true, hooks: [] });
  });

  it('says so where it cannot read it', () => {
    expect(hooksOfAppSpec('{"version": ')).toEqual({ known: false, because: 'unreadable' });
  });
});
