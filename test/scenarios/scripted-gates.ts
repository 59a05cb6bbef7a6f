import type { ProgramEnd, RunProgram } from '../../src/gates/gate-context.ts';
import { seconds } from '../../src/model/duration.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import type { Gate } from '../../src/model/gate.ts';
import type { GateRequest } from '../../src/release/requests.ts';
import { aGate } from '../unit/builders.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What a program answers to a gate: an exit code, or something that is no answer. */
export type Script = number | 'cannot-start' | 'silent';

class CannotStart extends EcsdeployError {
  constructor() {
    super({ code: 'usage.program_not_started', message: 'smoke could not be started: ENOENT' });
  }
}

/** A gate that runs a program; what the program answers is the test's business. */
export function commandGate(overrides: Partial<Gate> = {}): Gate {
  return aGate({ interval: seconds(5), ...overrides });
}

export function measuring(gates: readonly Gate[], watchForMilliseconds = 0): { readonly gates: GateRequest } {
  return { gates: { gates, watchForMilliseconds } };
}

/**
 * Answers the programs of a rehearsal, the last answer again and again.
 * @returns how often a program was run
 */
export function scripted(
  rehearsal: Rehearsal,
  script: readonly Script[] | (() => Script),
): { readonly times: () => number } {
  let runs = 0;
  rehearsal.runProgram = (async ({ timeout, signal }): Promise<ProgramEnd> => {
    const answer = typeof script === 'function' ? script() : (script[Math.min(runs, script.length - 1)] ?? 0);
    runs++;
    if (answer === 'cannot-start') throw new CannotStart();
    if (answer !== 'silent') return { kind: 'exit', exitCode: answer };
    await rehearsal.sandbox.clock.sleep(timeout, signal);
    return { kind: 'timeout' };
  }) satisfies RunProgram;
  return { times: () => runs };
}
