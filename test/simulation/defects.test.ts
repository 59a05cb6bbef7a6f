import { describe, expect, it } from '@jest/globals';
import { defects, type Defect } from './defects.ts';
import { toShort } from './history.ts';
import { historyOf } from './kinds/registry.ts';
import { violationsIn } from './invariants/all.ts';
import { examine, type Finding } from './search.ts';
import { simulate } from './simulate.ts';

// One under which all of them show soon; any other does, some later.
const seed = 22;
const withinHistories = 60;

describe('a defect that was planted', () => {
  it.each(defects)(
    '$name: is found, and shown by a short history',
    async (defect) => {
      const { index, finding } = await find(defect);

      expect(finding.violation.invariant).toBe(defect.breaks);
      const drawn = JSON.stringify(historyOf(seed, index));
      const shown = finding.course.history;
      expect(JSON.stringify(toShort(shown)).length).toBeLessThan(drawn.length / 2);
      expect(shown.commands.length + shown.people.length + shown.misfortunes.length).toBeLessThanOrEqual(3);
      // What is right shows nothing there.
      expect(violationsIn(await simulate(shown))).toEqual([]);
    },
    120_000,
  );
});

async function find(defect: Defect): Promise<{ index: number; finding: Finding }> {
  for (let index = 0; index < withinHistories; index++) {
    const { finding } = await examine(historyOf(seed, index), {
      program: defect.program,
      triesAtMost: 80,
      invariant: defect.breaks,
    });
    if (finding !== undefined) return { index, finding };
  }
  throw new Error(`${defect.name} was not found in ${withinHistories} histories`);
}
