import type { Measurement } from '../model/gate.ts';

/** Numbers that differ from one measurement to the next, without anything being new. */
const passing: ReadonlySet<string> = new Set([
  'milliseconds',
  'value',
  'before',
  'samples',
  'lastLine',
  'task',
]);

/** Whether a measurement tells a person nothing that the one before did not. */
export function saysTheSame(one: Measurement, other: Measurement | undefined): boolean {
  return one.kind === other?.kind && essence(one) === essence(other);
}

function essence(measurement: Measurement): string {
  const told = measurement.kind === 'error' ? measurement.error : measurement.because;
  return JSON.stringify(told, (name, value: unknown) => (passing.has(name) ? undefined : value));
}
