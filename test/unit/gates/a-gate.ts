import type { Gate, Measurement } from '../../../src/model/gate.ts';

/** A gate that runs a program every half minute. */
export function aGate(overrides: Partial<Gate> = {}): Gate {
  return {
    name: 'smoke',
    check: { kind: 'command', command: ['./smoke'], timeout: 60_000 },
    at: ['after'],
    interval: 30_000,
    initialDelay: 0,
    failuresAllowed: 0,
    errorLimit: 4,
    dryRun: false,
    onInconclusive: 'hold',
    ...overrides,
  };
}

const exitCodes = { pass: 0, fail: 1, unclear: 75 };

/** A measurement of that kind; its reason names the kind. */
export function measured(kind: Measurement['kind'], at = 0): Measurement {
  return kind === 'error'
    ? { kind, at, error: 'no answer' }
    : { kind, at, because: { kind: 'command-exit', program: kind, exitCode: exitCodes[kind] } };
}
