import { describe, expect, it } from '@jest/globals';
import type { PastRelease } from '../../../src/model/past-release.ts';
import type { ReleaseHistory } from '../../../src/model/release-history.ts';
import { textWidth } from '../../../src/output/fit-text.ts';
import { durationBar } from '../../../src/output/duration-bar.ts';
import { historyText } from '../../../src/output/history-text.ts';
import { paletteFor } from '../../../src/output/palette.ts';

const palette = paletteFor({ color: false });
const at = Date.parse('2026-01-15T09:10:00Z');

function release(version: number, more: Partial<PastRelease> = {}): PastRelease {
  return {
    id: `Ab3dE5gH1jK2mN4pQ6rS${version}`,
    source: 'ecs',
    taskDefinition: `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${version}`,
    createdAt: at,
    finishedAt: at + version * 60_000,
    strategy: 'ROLLING',
    outcome: 'succeeded',
    origin: { commit: '4f2a9c1d0e', subject: '速いバスケット、もっと速く', by: 'alice' },
    serves: false,
    ...more,
  };
}

function history(...releases: PastRelease[]): ReleaseHistory {
  return { service: { cluster: 'prod', service: 'web' }, account: '1', region: 'r', at, releases };
}

const releases = history(
  release(4, { serves: true }),
  release(2, { outcome: 'rolled-back', reason: 'the circuit breaker' }),
  release(1, { origin: { takenBackAt: at } }),
);

describe('the history of a service as text', () => {
  it('is one line a release in a pipe, with the reason in it and nothing cut', () => {
    expect(historyText(releases, { palette }).split('\n')).toEqual([
      'prod/web (r, account 1)',
      'when               release   revision  commit                               who      strategy  took  outcome',
      '2026-01-15 09:10Z  Ab3dE5gH  web:4     4f2a9c1  速いバスケット、もっと速く  alice    ROLLING   4 m   succeeded, serves now',
      '2026-01-15 09:10Z  Ab3dE5gH  web:2     4f2a9c1  速いバスケット、もっと速く  alice    ROLLING   2 m   rolled back: the circuit breaker',
      '2026-01-15 09:10Z  Ab3dE5gH  web:1                                          unknown  ROLLING   1 m   taken back',
      '',
    ]);
  });

  it('is drawn on a terminal, with marks, bars and a reason on its own line', () => {
    const lines = historyText(releases, { palette, columns: 160 }).split('\n');

    expect(lines[2]).toMatch(/^✔ .*ROLLING {3}█{12} {2}4 m {3}succeeded, serves now$/);
    expect(lines[3]).toMatch(/^↺ .*ROLLING {3}█{6} {8}2 m {3}rolled back$/);
    expect(lines[4]).toBe('    the circuit breaker');
  });

  it.each([60, 80, 100, 120])('fits into %d cells, and always says revision and outcome', (columns) => {
    const [, , ...lines] = historyText(releases, { palette, columns }).split('\n');

    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    expect(lines[0]).toMatch(/^✔ .*web:4.*succeeded, serves now$/);
  });

  it('is one sentence where there is nothing', () => {
    expect(historyText(history(), { palette })).toBe(
      'AWS remembers no release of prod/web, and no revision of its family says that it was one.\n',
    );
  });

  it('obeys nothing that stands in a tag, and masks what has the form of a secret', () => {
    const origin = { subject: 'a\u001b[31m\nb password=hunter2secret', by: 'x\u202ey' };
    const text = historyText(history(release(1, { origin })), { palette });

    for (const held of ['\u001b', '\u202e', 'hunter2secret']) expect(text).not.toContain(held);
    expect(text.split('\n')).toHaveLength(4);
  });
});

describe('durationBar', () => {
  it('is as long as its share, and can be seen whenever time went by', () => {
    expect(durationBar(10, 10, 4)).toBe('████');
    expect(durationBar(5, 10, 3)).toBe('█▌');
    expect(durationBar(1, 1_000_000, 4)).toBe('▏');
    expect([durationBar(0, 10, 4), durationBar(0, 0, 4), durationBar(-5, 10, 4)]).toEqual(['', '', '']);
  });
});
