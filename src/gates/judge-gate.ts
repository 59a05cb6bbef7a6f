import type { Gate, GateMoment, GateReport, Measurement } from '../model/gate.ts';
import type { Reason, Verdict } from '../model/verdict.ts';

/** How a gate stands in one moment: its verdict so far, and what it follows from. */
export interface GateState {
  readonly verdict: Verdict;
  readonly counts: GateReport['counts'];
  /** Measurements in a row, up to now, that could not be taken. */
  readonly errorsInARow: number;
  /** The newest, oldest first. */
  readonly measurements: readonly Measurement[];
  /** What the newest measurement said that was not good. */
  readonly trouble?: Reason | undefined;
}

/** More than these say nothing that the counts do not. */
const keptMeasurements = 10;

export const unmeasured: GateState = {
  verdict: { kind: 'pending', because: { kind: 'measuring' } },
  counts: { pass: 0, fail: 0, unclear: 0, error: 0 },
  errorsInARow: 0,
  measurements: [],
};

/**
 * What one more measurement makes of a gate. A verdict that is not `pending` is final: nothing that comes later changes it.
 *
 * - A bad measurement is one too many as soon as there are more than `failuresAllowed`: then it fails, at once.
 * - One that could not be taken is never bad. `errorLimit` of them in a row make the gate inconclusive; any other measurement ends
 *   the row, an unclear one as well, since it was taken.
 * - Measurements that were taken fill the `count`, unclear ones too, so that a gate always comes to an end; those that could not be
 *   taken do not. When it is full, the gate judges by what it has.
 */
export function judgeMeasurement(
  gate: Gate,
  moment: GateMoment,
  before: GateState,
  measurement: Measurement,
): GateState {
  if (before.verdict.kind !== 'pending') return before;
  const { kind } = measurement;
  const counts = { ...before.counts, [kind]: before.counts[kind] + 1 };
  const state: GateState = {
    verdict: before.verdict,
    counts,
    errorsInARow: kind === 'error' ? before.errorsInARow + 1 : 0,
    measurements: [...before.measurements, measurement].slice(-keptMeasurements),
    trouble: kind === 'fail' || kind === 'unclear' ? measurement.because : before.trouble,
  };
  return { ...state, verdict: verdictAfter(gate, moment, state, measurement) };
}

function verdictAfter(gate: Gate, moment: GateMoment, state: GateState, newest: Measurement): Verdict {
  const { counts, errorsInARow, verdict } = state;
  if (newest.kind === 'fail' && counts.fail > gate.failuresAllowed) {
    return { kind: 'fail', because: failedBy(counts.fail, newest.because) };
  }
  if (newest.kind === 'error' && errorsInARow >= gate.errorLimit) {
    return {
      kind: 'inconclusive',
      because: { kind: 'not-measured', times: errorsInARow, error: newest.error },
    };
  }
  return taken(counts) >= enough(gate, moment) ? verdictAtEnd(state) : verdict;
}

/**
 * Its moment is over: a gate that has not judged does it now, by what it has. It passes with one good measurement at least, since it has
 * not failed; with none it cannot tell, whatever else there was. What it could not tell `during` the deployment, which may be over in a
 * minute, it leaves to `after` where it measures then.
 */
export function judgeEnd(gate: Gate, moment: GateMoment, state: GateState): GateState {
  if (state.verdict.kind !== 'pending') return state;
  const verdict = verdictAtEnd(state);
  const isLeftToLater = moment === 'during' && gate.at.includes('after');
  return verdict.kind === 'inconclusive' && isLeftToLater ? state : { ...state, verdict };
}

function verdictAtEnd({ counts, trouble, measurements }: GateState): Verdict {
  if (counts.pass > 0) {
    return {
      kind: 'pass',
      because: { kind: 'measurements-passed', count: counts.pass, failed: counts.fail },
    };
  }
  const newest = measurements.at(-1);
  if (newest?.kind === 'error' && taken(counts) === 0) {
    return {
      kind: 'inconclusive',
      because: { kind: 'not-measured', times: counts.error, error: newest.error },
    };
  }
  return { kind: 'inconclusive', because: { kind: 'never-clear', because: trouble } };
}

function failedBy(count: number, last: Reason): Reason {
  return { kind: 'measurements-failed', count, last };
}

/** Measurements that told something, be it that nothing can be told. */
function taken({ pass, fail, unclear }: GateReport['counts']): number {
  return pass + fail + unclear;
}

/** Before the deployment there is nothing to wait for: once is enough unless the gate says otherwise. */
function enough({ count }: Gate, moment: GateMoment): number {
  return count ?? (moment === 'before' ? 1 : Number.POSITIVE_INFINITY);
}

/** How a gate stands, for events and results. */
export function reportOf(gate: Gate, moment: GateMoment, state: GateState): GateReport {
  const { verdict, counts, measurements } = state;
  return {
    gate: gate.name,
    kind: gate.check.kind,
    moment,
    dryRun: gate.dryRun,
    verdict,
    counts,
    measurements,
  };
}
