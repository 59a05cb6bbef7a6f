import { describe, expect, it } from '@jest/globals';
import { defects, type Defect } from './defects.ts';
import { toShort, type History } from './history.ts';
import { historyOf } from './kinds/registry.ts';
import { violationsIn } from './invariants/all.ts';
import { examine, type Finding } from './search.ts';
import { simulate } from './simulate.ts';

const seed = 22;
const drawnCount = 20_000;
const triedAtMost = 40;

// The small ones are tried and shortened sooner.
const histories = Array.from({ length: drawnCount }, (_, index) => historyOf(seed, index))
  .map((history) => ({ history, size: sizeOf(history) }))
  .sort((a, b) => a.size - b.size)
  .map(({ history }) => history);

describe('a defect that was planted', () => {
  it.each(defects)(
    '$name: is found, and shown by a short history',
    async (defect) => {
      const { drawn, finding } = await find(defect);

      expect(finding.violation.invariant).toBe(defect.breaks);
      const shown = finding.course.history;
      expect(sizeOf(shown)).toBeLessThan(sizeOf(drawn));
      expect(shown.commands.length + shown.people.length + shown.misfortunes.length).toBeLessThanOrEqual(3);
      // What is right shows nothing there.
      expect(violationsIn(await simulate(shown))).toEqual([]);
    },
    // It is many histories that are lived through, and more cores may be busy than there are.
    300_000,
  );
});

async function find(defect: Defect): Promise<{ drawn: History; finding: Finding }> {
  const candidates = histories.filter((history) => defect.mayShowIn(history)).slice(0, triedAtMost);
  for (const drawn of candidates) {
    const { finding } = await examine(drawn, {
      program: defect.program,
      triesAtMost: 30,
      invariant: defect.breaks,
    });
    if (finding !== undefined) return { drawn, finding };
  }
  throw new Error(`${defect.name} was not found in ${candidates.length} histories`);
}

function sizeOf(history: History): number {
  return JSON.stringify(toShort(history)).length;
}
