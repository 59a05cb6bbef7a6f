import type { Course } from '../simulate.ts';
import { budget } from './budget.ts';
import { exitZero } from './exit-zero.ts';
import { inTime } from './in-time.ts';
import type { Invariant, Violation } from './invariant.ts';
import { registeredOnce, startedOnce } from './only-once.ts';
import { observersWriteNothing, stopsOnlyOwn, supersedesOnlyWhenAsked } from './only-our-own.ts';
import { reasonToRollBack } from './reason-to-roll-back.ts';
import { rolledBack } from './rolled-back.ts';
import { saidOnce } from './said-once.ts';
import { trueError } from './true-error.ts';
import { trueOutcome } from './true-outcome.ts';

/** The lies first: of several violations the gravest is told. */
const invariants: readonly Invariant[] = [
  exitZero,
  rolledBack,
  trueOutcome,
  trueError,
  startedOnce,
  registeredOnce,
  stopsOnlyOwn,
  supersedesOnlyWhenAsked,
  reasonToRollBack,
  observersWriteNothing,
  saidOnce,
  inTime,
  budget,
];

export function violationsIn(course: Course): Violation[] {
  return invariants.flatMap(({ name, check }) =>
    course.processes.flatMap((process) => {
      const sentence = check(process, course);
      return sentence === undefined ? [] : [{ invariant: name, process: process.id, sentence }];
    }),
  );
}
