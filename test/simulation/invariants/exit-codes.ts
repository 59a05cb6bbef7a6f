import type { OutcomeKind } from '../../../src/model/outcome.ts';
import type { Invariant, ProcessInvariant } from './invariant.ts';

// Written down once more, apart from the program's own table: what scripts rely on.
const exits: Readonly<Record<Exclude<OutcomeKind, 'interrupted' | 'error'>, number>> = {
  succeeded: 0,
  'nothing-to-do': 0,
  'rolled-back-as-asked': 0,
  planned: 0,
  'not-started': 10,
  'failed-rolled-back': 20,
  'failed-rollback-failed': 21,
  'failed-left': 22,
  stopped: 22,
  superseded: 23,
  'failed-rollback-unseen': 24,
  unwatched: 30,
  inconclusive: 33,
  declined: 40,
  'waiting-for-approval': 31,
  reached: 0,
  approved: 0,
};

// Of several releases the first that is among them counts.
const worstFirst = [1, 21, 24, 22, 20, 23, 130, 143, 30, 33, 31, 32, 40, 2, 3, 4, 5, 6, 7, 10, 0];

/** An outcome has the exit code that is documented for it. */
export const exitCode: Invariant = {
  name: 'the exit code is that of the outcome',
  check({ id, said }) {
    if (said.kind !== 'outcome') return undefined;
    const { outcome } = said.result;
    const signals = { SIGINT: 130, SIGTERM: 143 };
    const due =
      outcome.kind === 'interrupted'
        ? signals[outcome.signal]
        : outcome.kind === 'error'
          ? said.exit
          : exits[outcome.kind];
    return said.exit === due ? undefined : `${id} says ${outcome.kind} with exit ${said.exit}, not ${due}.`;
  },
};

/** A run of several ends with the worst exit code of its releases. */
export const worstExit: ProcessInvariant = {
  name: 'the exit code of a run is the worst of its releases',
  check({ id, exit, releases }) {
    if (exit === undefined) return undefined;
    const own = releases.flatMap(({ said }) => ('exit' in said ? [said.exit] : []));
    const due = worstFirst.find((one) => own.includes(one));
    return exit === due
      ? undefined
      : `${id} ends with exit ${exit}, but its releases with ${own.join(', ')}.`;
  },
};
