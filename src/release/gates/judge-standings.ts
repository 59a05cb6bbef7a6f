import type { Gate, GateReport } from '../../model/gate.ts';
import type { Reason } from '../../model/verdict.ts';

/** A gate, and how it stands in a moment of the release: plain data, which a decision can be made of. */
export interface GateStanding {
  readonly gate: Gate;
  readonly report: GateReport;
}

/** Why the release is bad, as far as gates say so; undefined: none does. One that could not tell says so only where it was told to. Pure. */
export function badGate(standings: readonly GateStanding[]): Reason | undefined {
  return (
    firstWith(standings, 'fail') ??
    firstWith(
      standings.filter(({ gate }) => gate.onInconclusive === 'rollback'),
      'inconclusive',
    )
  );
}

/** Why nobody can say that the release is good; undefined: every gate that counts has told, or has not judged yet. Pure. */
export function unclearGate(standings: readonly GateStanding[]): Reason | undefined {
  return firstWith(
    standings.filter(({ gate }) => gate.onInconclusive === 'hold'),
    'inconclusive',
  );
}

function firstWith(standings: readonly GateStanding[], verdict: 'fail' | 'inconclusive'): Reason | undefined {
  // A gate that is only tried out decides nothing.
  const found = standings.find(({ gate, report }) => !gate.dryRun && report.verdict.kind === verdict);
  if (found === undefined) return undefined;
  return { kind: 'gate', gate: found.gate.name, verdict, because: found.report.verdict.because };
}
