import type { Course } from './course.ts';
import type { History } from './history.ts';
import type { Violation } from './invariants/invariant.ts';
import { violationsIn } from './invariants/all.ts';
import { shrink } from './shrink.ts';
import type { Program } from './program.ts';
import { simulate } from './simulate.ts';
import { ImpossibleStage } from './stage/stage.ts';

/** A history that shows a violation, and the shortest one that shows the same. */
export interface Finding {
  readonly violation: Violation;
  readonly course: Course;
  readonly tried: number;
}

interface Examination {
  /** What happens instead of ecsdeploy as it is. */
  readonly program?: Program;
  /** How many histories may be tried to find the shortest one. */
  readonly triesAtMost?: number;
  /** Name of the only invariant that counts; any without. */
  readonly invariant?: string;
}

/** Lets a history happen; where an invariant is broken, looks for the shortest history that breaks the same one. */
export async function examine(
  history: History,
  { program, triesAtMost, invariant }: Examination = {},
): Promise<{ readonly course: Course; readonly finding?: Finding }> {
  const course = await simulate(history, program);
  const first = violationsIn(course).find(
    (violation) => violation.invariant === (invariant ?? violation.invariant),
  );
  if (first === undefined) return { course };
  const same = (one: Course): Violation | undefined =>
    violationsIn(one).find((violation) => violation.invariant === first.invariant);
  const shortest = await shrink(
    history,
    async (candidate) => {
      const again = await simulateIfPossible(candidate, program);
      return again !== undefined && same(again) !== undefined;
    },
    triesAtMost,
  );
  const again = await simulate(shortest.history, program);
  return { course, finding: { violation: same(again) ?? first, course: again, tried: shortest.tried } };
}

/** Shrinking may come to a service that AWS refuses. */
async function simulateIfPossible(history: History, program?: Program): Promise<Course | undefined> {
  try {
    return await simulate(history, program);
  } catch (error) {
    if (error instanceof ImpossibleStage) return undefined;
    throw error;
  }
}
