import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minutes } from '../../../src/model/duration.ts';
import type { PastOutcome, PastRelease } from '../../../src/model/past-release.ts';
import { decideTarget, isLeftHalfWay } from '../../../src/release/go-back/decide-target.ts';
import { findNamed, servedAt } from '../../../src/release/go-back/named-target.ts';
import { parseTargetName } from '../../../src/release/go-back/target-name.ts';
import { waysBack } from '../../../src/release/go-back/ways-back.ts';

const outcomes: readonly PastOutcome[] = [
  'succeeded',
  'in-progress',
  'rolled-back',
  'rollback-failed',
  'failed',
  'stopped',
];
const arnOf = (revision: number) => `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${revision}`;
const day = 86_400_000;

type Short = readonly [
  revision: number | undefined,
  outcome: PastOutcome,
  takenBack?: 'taken-back' | undefined,
];

/** Newest first, an hour apart, each of which took ten minutes. */
function past(...shorts: readonly Short[]): PastRelease[] {
  return shorts.map(([revision, outcome, takenBack], index) => {
    const createdAt = 100 * day - index * minutes(60);
    return {
      id: `release-${index}`,
      source: 'ecs',
      taskDefinition: revision === undefined ? undefined : arnOf(revision),
      createdAt,
      finishedAt: outcome === 'in-progress' ? undefined : createdAt + minutes(10),
      outcome,
      origin: takenBack === undefined ? {} : { takenBackAt: createdAt + minutes(11) },
      serves: false,
    };
  });
}

/** The same, with the newest one's revision as a copy. */
const newestCopies = ([newest, ...before]: readonly PastRelease[], revision: number): PastRelease[] =>
  newest === undefined ? [] : [{ ...newest, origin: { copyOf: `web:${revision}` } }, ...before];

const anyHistory = fc
  .array(
    fc.tuple(
      fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 9 }),
      fc.constantFrom(...outcomes),
      fc.option(fc.constant('taken-back' as const), { nil: undefined, freq: 1 }),
    ),
    { maxLength: 12 },
  )
  .map((shorts) => past(...shorts));
const anyServing = fc.integer({ min: 1, max: 6 }).map(arnOf);

describe('where a service goes back to, over any history', () => {
  it('never to a release that did not succeed, that was taken back, or that serves', () => {
    fc.assert(
      fc.property(anyHistory, anyServing, (releases, serving) => {
        const decision = decideTarget({ releases, serving });
        const ways = decision.kind === 'back' ? decision.ways : [];
        for (const way of ways) {
          expect(way.outcome).toBe('succeeded');
          expect(way.origin.takenBackAt).toBeUndefined();
          expect(way.taskDefinition).not.toBe(serving);
        }
      }),
    );
  });

  it('to the newest such release before what serves, and otherwise says why not', () => {
    fc.assert(
      fc.property(anyHistory, anyServing, (releases, serving) => {
        const good = releases.filter(
          ({ outcome, taskDefinition, origin }) =>
            outcome === 'succeeded' && taskDefinition !== undefined && origin.takenBackAt === undefined,
        );
        const since = good.find(({ taskDefinition }) => taskDefinition === serving)?.createdAt ?? Infinity;
        const newest = good.find(
          ({ taskDefinition, createdAt }) => taskDefinition !== serving && createdAt < since,
        );
        const decision = decideTarget({ releases, serving });
        if (decision.kind === 'back') expect(decision.ways[0]).toBe(newest);
        else if (decision.kind === 'nothing-before') expect(newest).toBeUndefined();
      }),
    );
  });

  it('counts each revision once, nearest first', () => {
    fc.assert(
      fc.property(anyHistory, anyServing, (releases, serving) => {
        const ways = waysBack({ releases, serving });
        expect(new Set(ways.map(({ taskDefinition }) => taskDefinition)).size).toBe(ways.length);
        expect(ways).toEqual([...ways].sort((a, b) => b.createdAt - a.createdAt));
        for (const [index, release] of ways.entries())
          expect(findNamed({ releases, serving }, { kind: 'back', count: index + 1 })).toEqual({
            kind: 'found',
            release,
          });
        expect(findNamed({ releases, serving }, { kind: 'back', count: ways.length + 1 })).toEqual({
          kind: 'too-far',
          most: ways.length,
        });
      }),
    );
  });

  it('to what had succeeded last at a moment, whatever was under way then', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 99 * day, max: 101 * day }), (releases, at) => {
        const served = servedAt({ releases, serving: arnOf(9) }, at);
        const then = releases.filter(
          ({ outcome, taskDefinition, finishedAt = Infinity, origin }) =>
            outcome === 'succeeded' &&
            taskDefinition !== undefined &&
            finishedAt <= at &&
            origin.takenBackAt === undefined,
        );
        expect(served).toBe(then[0]);
      }),
    );
  });
});

describe('where a service goes back to', () => {
  const targetOf = (serving: number, ...shorts: readonly Short[]) => {
    const decision = decideTarget({ releases: past(...shorts), serving: arnOf(serving) });
    return decision.kind === 'back' ? decision.ways[0]?.taskDefinition : decision.kind;
  };

  it.each<[string, number, readonly Short[], ReturnType<typeof targetOf>]>([
    [
      'past releases that failed',
      7,
      [
        [7, 'succeeded'],
        [6, 'failed'],
        [5, 'succeeded'],
      ],
      arnOf(5),
    ],
    [
      'past the same revision',
      7,
      [
        [7, 'succeeded'],
        [7, 'succeeded'],
        [5, 'succeeded'],
      ],
      arnOf(5),
    ],
    [
      'from what never succeeded',
      7,
      [
        [7, 'stopped'],
        [6, 'succeeded'],
        [5, 'succeeded'],
      ],
      arnOf(6),
    ],
    [
      'from a failed rollback',
      7,
      [
        [7, 'rollback-failed'],
        [6, 'succeeded'],
      ],
      arnOf(6),
    ],
    ['nowhere from the first release', 1, [[1, 'succeeded']], 'nothing-before'],
    ['nowhere without a history', 1, [], 'nothing-before'],
    [
      'nowhere when AWS has gone back',
      6,
      [
        [7, 'rolled-back'],
        [6, 'succeeded'],
        [5, 'succeeded'],
      ],
      'already-back',
    ],
    // The way back to 5 failed, and AWS has returned to 6, which is what was to be left.
    [
      'on, when the way back was taken back',
      6,
      [
        [5, 'rolled-back'],
        [6, 'succeeded'],
        [5, 'succeeded'],
      ],
      arnOf(5),
    ],
    [
      'nowhere by revisions that AWS has forgotten',
      7,
      [
        [7, 'succeeded'],
        [undefined, 'succeeded'],
      ],
      'nothing-before',
    ],
  ])('%s', (_, serving, shorts, target) => {
    expect(targetOf(serving, ...shorts)).toBe(target);
  });

  it('knows a way back that was taken back also where its revision is a copy', () => {
    const releases = past([8, 'rolled-back'], [6, 'succeeded'], [5, 'succeeded']);

    expect(decideTarget({ releases, serving: arnOf(6) })).toMatchObject({ kind: 'already-back' });
    expect(decideTarget({ releases: newestCopies(releases, 5), serving: arnOf(6) })).toMatchObject({
      kind: 'back',
      ways: [{ taskDefinition: arnOf(5) }],
      failedBefore: { id: 'release-0' },
    });
  });

  it('knows a way back that a person has gone, by its revision or by a copy of it', () => {
    const shorts: Short[] = [
      [7, 'succeeded', 'taken-back'],
      [6, 'succeeded'],
      [5, 'succeeded'],
    ];
    const already = { kind: 'already-back', ways: [{ taskDefinition: arnOf(5) }] };

    const direct = past([6, 'succeeded'], ...shorts);
    expect(decideTarget({ releases: direct, serving: arnOf(6) })).toMatchObject(already);

    const copied = past([8, 'succeeded'], ...shorts);
    expect(decideTarget({ releases: copied, serving: arnOf(8) })).toMatchObject({ kind: 'back' });
    expect(decideTarget({ releases: newestCopies(copied, 6), serving: arnOf(8) })).toMatchObject(already);
  });

  it('sees tasks that CodeDeploy has left half-way', () => {
    const [newest] = past([7, 'stopped']);
    const left = { externalId: 'release-0', status: 'ACTIVE', runningCount: 2, desiredCount: 2 };
    const ofCodeDeploy = newest === undefined ? undefined : { ...newest, source: 'codedeploy' as const };

    expect(isLeftHalfWay(ofCodeDeploy, { deployments: [left] })).toBe(true);
    expect(isLeftHalfWay(newest, { deployments: [left] })).toBe(false);
    expect(isLeftHalfWay(ofCodeDeploy, { deployments: [{ ...left, status: 'PRIMARY' }] })).toBe(false);
    expect(
      isLeftHalfWay(ofCodeDeploy, { deployments: [{ ...left, runningCount: 0, desiredCount: 0 }] }),
    ).toBe(false);
    expect(isLeftHalfWay(undefined, { deployments: [left] })).toBe(false);
  });
});

describe('a release that is named', () => {
  const commit = '1a2b3c4d5e6f'.padEnd(40, '0');
  const serving = arnOf(9);
  const withOrigin = (release: PastRelease | undefined, origin: PastRelease['origin']): PastRelease[] =>
    release === undefined ? [] : [{ ...release, origin }];
  const named = (releases: readonly PastRelease[], text: string) =>
    findNamed({ releases, serving }, { kind: 'name', text });

  it('is the try that succeeded, of several of the same commit', () => {
    const [bad, good] = past([3, 'failed'], [2, 'succeeded']);
    const releases = [...withOrigin(bad, { commit }), ...withOrigin(good, { commit })];

    expect(named(releases, '1a2b3c4')).toMatchObject({
      kind: 'found',
      release: { taskDefinition: arnOf(2) },
    });
  });

  it('is ambiguous where several revisions of it succeeded, or none', () => {
    for (const outcome of ['succeeded', 'failed'] as const) {
      const releases = past([3, outcome], [2, outcome]).flatMap((one) => withOrigin(one, { commit }));

      expect(named(releases, commit)).toMatchObject({ kind: 'ambiguous', candidates: [{}, {}] });
    }
  });

  it('may be one that did not succeed', () => {
    expect(named(past([3, 'failed']), 'web:3')).toMatchObject({
      kind: 'found',
      release: { outcome: 'failed' },
    });
  });

  it('may serve already', () => {
    expect(named(past([9, 'succeeded']), 'web:9').kind).toBe('serves');
  });

  it('is unknown where nothing is called so, or AWS has forgotten what it ran', () => {
    expect(named(past([3, 'succeeded']), 'web:4')).toEqual({ kind: 'unknown' });
    expect(named(past([undefined, 'succeeded']), 'release-0')).toEqual({ kind: 'unknown' });
  });

  it('may have a date for a tag', () => {
    const [release] = past([3, 'succeeded']);
    const releases = withOrigin(release, { tag: '1970-02-01' });

    expect(findNamed({ releases, serving }, parseTargetName('1970-02-01', 200 * day))).toMatchObject({
      kind: 'found',
      release: { taskDefinition: arnOf(3) },
    });
  });
});

describe('what stands behind --to', () => {
  const now = Date.parse('2026-01-15T12:00:00Z');

  it.each<[string, ReturnType<typeof parseTargetName>]>([
    ['-2', { kind: 'back', count: 2 }],
    [' -10 ', { kind: 'back', count: 10 }],
    ['2', { kind: 'name', text: '2' }],
    ['web:41', { kind: 'name', text: 'web:41' }],
    ['1a2b3c4', { kind: 'name', text: '1a2b3c4' }],
    ['-8I1KYHZUqgiEz2RKabcde', { kind: 'name', text: '-8I1KYHZUqgiEz2RKabcde' }],
  ])('%j', (text, name) => {
    expect(parseTargetName(text, now)).toEqual(name);
  });

  it.each([
    ['2 hours ago', '2026-01-15T10:00:00Z'],
    ['an hour ago', '2026-01-15T11:00:00Z'],
    ['1 hour 30 minutes ago', '2026-01-15T10:30:00Z'],
    ['1 hour and 30 min ago', '2026-01-15T10:30:00Z'],
    ['90m ago', '2026-01-15T10:30:00Z'],
    ['1h30m ago', '2026-01-15T10:30:00Z'],
    ['2 Days ago', '2026-01-13T12:00:00Z'],
    ['1 week ago', '2026-01-08T12:00:00Z'],
    ['yesterday', '2026-01-14T12:00:00Z'],
    ['2026-01-14', '2026-01-14T00:00:00Z'],
    ['2026-01-14 09:30', '2026-01-14T09:30:00Z'],
    ['2026-01-14T09:30:05+01:00', '2026-01-14T08:30:05Z'],
  ])('%j is a time', (text, time) => {
    expect(parseTargetName(text, now)).toEqual({ kind: 'moment', at: Date.parse(time), text });
  });

  it.each(['', '  ', '-0', '-2x', '-', 'a while ago', '2026-13-45', '2026-01-16', '-1 hour ago'])(
    '%j means nothing',
    (text) => {
      expect(() => parseTargetName(text, now)).toThrow(
        expect.objectContaining({ code: 'usage.rollback_target' }),
      );
    },
  );

  it('answers to any text with a name or that error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          const name = parseTargetName(text, now);
          if (name.kind === 'moment') expect(name.at).toBeLessThanOrEqual(now);
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage.rollback_target' });
        }
      }),
    );
  });
});
