import type { Outcome } from '../../model/outcome.ts';
import type { Reason } from '../../model/verdict.ts';
import { badGate, unclearGate, type GateStanding } from './judge-standings.ts';

/**
 * What a release comes to that its gates do not let begin; undefined: it may. The service is as it was by then; the revision is
 * registered, and tasks of gates have done what they do. Pure.
 */
export function refusedByGates(standings: readonly GateStanding[]): Outcome | undefined {
  const because = badGate(standings) ?? unclearGate(standings);
  if (because?.kind !== 'gate') return undefined;
  const message = notStarted(standings);
  return because.verdict === 'fail' ? failed(message, because) : inconclusive(message, because);
}

/** Of those that could not tell, and are told to go on all the same. */
export function unclearAndOn(standings: readonly GateStanding[]): { gate: string; because: Reason }[] {
  return standings.flatMap(({ gate: { name, dryRun, onInconclusive }, report: { verdict } }) =>
    !dryRun && onInconclusive === 'continue' && verdict.kind === 'inconclusive'
      ? [{ gate: name, because: verdict.because }]
      : [],
  );
}

/** A migration that has run stays run. */
function notStarted(standings: readonly GateStanding[]): string {
  const ran = standings
    .filter(({ gate, report: { counts } }) => gate.check.kind === 'task' && counts.pass + counts.fail > 0)
    .map(({ gate }) => gate.name);
  const tasks = ran.length === 1 ? 'the task of gate' : 'the tasks of gates';
  return ran.length === 0
    ? 'The deployment was not started'
    : `The deployment was not started; ${tasks} ${ran.join(', ')} had run by then`;
}

const skip = 'To release without gates: --skip-gates.';

function failed(message: string, because: Extract<Reason, { kind: 'gate' }>): Outcome {
  return {
    kind: 'error',
    error: {
      code: 'refused.gate_failed',
      message,
      suggestions: [skip],
      because,
    },
  };
}

function inconclusive(message: string, because: Extract<Reason, { kind: 'gate' }>): Outcome {
  return {
    kind: 'error',
    error: {
      code: 'refused.gate_inconclusive',
      message,
      suggestions: [`To go on when this gate cannot tell: \`onInconclusive: continue\`. ${skip}`],
      because,
    },
  };
}
