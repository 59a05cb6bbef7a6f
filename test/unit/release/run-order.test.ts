import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../../src/model/outcome.ts';
import {
  hasFailed,
  nextToTakeBack,
  nextTurn,
  type OnFailure,
  type Place,
} from '../../../src/release/several/run-order.ts';

const places = (order: Record<string, [standing: Place['standing'], ...after: string[]]>): Place[] =>
  Object.entries(order).map(([name, [standing, ...after]]) => ({
    name,
    service: `prod/${name}`,
    after,
    standing,
  }));

describe('whose turn it is', () => {
  it('is the turn of all that come after nobody', () => {
    const turn = nextTurn(places({ a: ['waiting'], b: ['waiting'], c: ['waiting', 'a'] }), {
      parallel: 5,
      onFailure: 'stop',
    });

    expect(turn).toEqual({ start: ['a', 'b'], leaveOut: [] });
  });

  it('never comes, with --keep-going, for what comes after a failure', () => {
    const turn = nextTurn(places({ a: ['not-released'], b: ['waiting', 'a'], c: ['waiting'] }), {
      parallel: 5,
      onFailure: 'keep-going',
    });

    expect(turn).toEqual({
      start: ['c'],
      leaveOut: [{ name: 'b', because: { kind: 'predecessor-failed', service: 'prod/a' } }],
    });
  });
});

interface Drawn {
  readonly after: readonly (readonly string[])[];
  readonly fails: readonly boolean[];
  readonly parallel: number;
  readonly onFailure: OnFailure;
}

/** Services n0, n1, …, each after some of those before it; some of them fail. */
const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.record({
    after: fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc.subarray(Array.from({ length: index }, (__, earlier) => `n${earlier}`)),
      ),
    ),
    fails: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    parallel: fc.integer({ min: 1, max: 4 }),
    onFailure: fc.constantFrom<OnFailure>('stop', 'keep-going', 'take-back'),
  }),
);

describe('any run', () => {
  it('comes to an end, keeps its order and its limit, and starts nothing that a failure forbids', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.nat()), ({ after, fails, parallel, onFailure }, picks) => {
        const standing = new Map<string, Place['standing']>(
          after.map((_, index) => [`n${index}`, 'waiting']),
        );
        const now = (): Place[] =>
          after.map((names, index) => {
            const name = `n${index}`;
            return {
              name,
              service: name,
              after: names,
              standing: standing.get(name) ?? ('waiting' as const),
            };
          });
        for (let step = 0; step <= 2 * after.length; step++) {
          const hasFailure = [...standing.values()].includes('not-released');
          const { start, leaveOut } = nextTurn(now(), { parallel, onFailure });
          if (hasFailure && onFailure !== 'keep-going') expect(start).toEqual([]);
          for (const name of start) {
            const before = now().find((place) => place.name === name)?.after ?? [];
            expect(before.every((other) => standing.get(other) === 'released')).toBe(true);
            standing.set(name, 'under-way');
          }
          for (const { name } of leaveOut) standing.set(name, 'not-released');
          const underWay = [...standing].filter(([, one]) => one === 'under-way').map(([name]) => name);
          expect(underWay.length).toBeLessThanOrEqual(parallel);
          if (underWay.length === 0 && leaveOut.length === 0) break;
          const ending = underWay[(picks.next().value as number) % Math.max(1, underWay.length)];
          if (ending !== undefined) {
            standing.set(ending, fails[Number(ending.slice(1))] === true ? 'not-released' : 'released');
          }
        }
        const left = [...standing.values()].filter((one) => one === 'waiting' || one === 'under-way');
        expect(left).toEqual([]);
      }),
    );
  });

  it('goes back in reverse order, and all of it', () => {
    fc.assert(
      fc.property(drawn, ({ after }) => {
        const all = after.map((names, index): Place => ({
          name: `n${index}`,
          service: `n${index}`,
          after: names,
          standing: 'released',
        }));
        const left = new Set(all.map(({ name }) => name));
        while (left.size > 0) {
          const next = nextToTakeBack(all, left);
          expect(next).not.toEqual([]);
          for (const name of next) {
            const dependents = all.filter((place) => place.after.includes(name));
            expect(dependents.some((place) => left.has(place.name))).toBe(false);
          }
          for (const name of next) left.delete(name);
        }
      }),
    );
  });

  it('waits with what comes first by way of a service that has nothing to take back', () => {
    const chain = places({ a: ['released'], b: ['released', 'a'], c: ['released', 'b'] });

    expect(nextToTakeBack(chain, new Set(['a', 'c']))).toEqual(['c']);
    expect(nextToTakeBack(chain, new Set(['a']))).toEqual(['a']);
  });
});

const because = { kind: 'aws', text: 'x' } as const;
const judged: [Outcome, boolean][] = [
  [{ kind: 'succeeded', because }, false],
  [{ kind: 'nothing-to-do', because }, false],
  [{ kind: 'failed-rolled-back', because, by: 'aws', to: 'web:1' }, true],
  [{ kind: 'failed-left', because }, true],
  [{ kind: 'stopped', because }, true],
  [{ kind: 'superseded', because }, false],
  [{ kind: 'unwatched', because }, false],
  [{ kind: 'inconclusive', because }, false],
  [{ kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false }, false],
  [{ kind: 'error', error: { code: 'build.failed', message: 'x', suggestions: [] } }, true],
  [{ kind: 'error', error: { code: 'unknown.start', message: 'x', suggestions: [] } }, false],
];

describe('what takes the others of an all-or-nothing run back', () => {
  it.each(judged)('%j: %j', (outcome, expected) => {
    expect(hasFailed(outcome)).toBe(expected);
  });
});
