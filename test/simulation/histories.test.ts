import { describe, expect, it } from '@jest/globals';
import { fromShort, toShort, type History, type ShortHistory } from './history.ts';
import { historyOf, kinds } from './kinds/registry.ts';

const some = Array.from({ length: 400 }, (_, index) => historyOf(5, index));

describe('drawing histories', () => {
  it('gives the same history for the same seed and number, and another one otherwise', () => {
    expect(historyOf(5, 17)).toEqual(some[17]);
    expect(historyOf(6, 17)).not.toEqual(some[17]);
    expect(new Set(some.map((history) => JSON.stringify(history))).size).toBe(some.length);
  });

  it('draws every kind, every act of people and every misfortune', () => {
    const drawn = (of: (history: History) => readonly string[]) => new Set(some.flatMap(of)).size;

    expect(drawn(({ kind }) => [kind])).toBe(kinds.length);
    expect(drawn(({ people }) => people.map(({ act }) => act.is))).toBe(12);
    expect(drawn(({ misfortunes }) => misfortunes.map(({ is }) => is))).toBe(9);
    expect(drawn(({ images }) => Object.values(images).map(({ is }) => is))).toBe(6);
    expect(drawn(({ commands }) => commands.map(({ does }) => does))).toBe(4);
  });

  it('can be written down in short, and read again', () => {
    for (const history of some) {
      const text = JSON.stringify(toShort(history));
      expect(fromShort(JSON.parse(text) as ShortHistory)).toEqual(history);
    }
  });
});
