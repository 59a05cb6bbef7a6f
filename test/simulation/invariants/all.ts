import { courseOf, type Course } from '../course.ts';
import { budget } from './budget.ts';
import { exitCode, worstExit } from './exit-codes.ts';
import { exitZero } from './exit-zero.ts';
import { gatesAreObeyed, truthfulGates } from './gates.ts';
import { inTime } from './in-time.ts';
import type { Invariant, ProcessInvariant, Violation } from './invariant.ts';
import { names } from './names.ts';
import { nothingChanged } from './nothing-changed.ts';
import { registeredOnce, startedOnce } from './only-once.ts';
import { observersWriteNothing, stopsOnlyOwn, supersedesOnlyWhenAsked } from './only-our-own.ts';
import { reasonToRollBack } from './reason-to-roll-back.ts';
import { rolledBack } from './rolled-back.ts';
import { allOrNone, backInReverse, notTooMany, nothingAfterFailure, predecessorsFirst } from './run.ts';
import { saidOnce } from './said-once.ts';
import { stamp } from './stamp.ts';
import { trueError } from './true-error.ts';
import { trueOutcome } from './true-outcome.ts';

/** The lies first: of several violations the gravest is told. */
const invariants: readonly Invariant[] = [
  exitZero,
  gatesAreObeyed,
  rolledBack,
  trueOutcome,
  trueError,
  truthfulGates,
  nothingChanged,
  names,
  exitCode,
  startedOnce,
  registeredOnce,
  stopsOnlyOwn,
  supersedesOnlyWhenAsked,
  reasonToRollBack,
  stamp,
  observersWriteNothing,
  saidOnce,
  inTime,
];

const ofProcesses: readonly ProcessInvariant[] = [
  worstExit,
  allOrNone,
  predecessorsFirst,
  nothingAfterFailure,
  backInReverse,
  notTooMany,
  budget,
];

export function violationsIn(course: Course): Violation[] {
  const services = [...course.stage.services.keys()].map((name) => courseOf(course, name));
  return [
    ...invariants.flatMap(({ name, check }) =>
      services.flatMap((one) =>
        one.releases.flatMap((release) => violation(name, release, check(release, one), services.length > 1)),
      ),
    ),
    ...ofProcesses.flatMap(({ name, check }) =>
      course.processes.flatMap((process) => violation(name, process, check(process, course))),
    ),
  ];
}

function violation(
  invariant: string,
  { id, service }: { readonly id: string; readonly service?: string },
  sentence: string | undefined,
  isOneOfSeveral = false,
): Violation[] {
  if (sentence === undefined) return [];
  const about = isOneOfSeveral && service !== undefined ? `${service}: ` : '';
  return [{ invariant, process: id, sentence: `${about}${sentence}` }];
}
