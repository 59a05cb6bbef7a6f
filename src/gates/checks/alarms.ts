import { describeAlarms, type AlarmState } from '../../aws/alarms.ts';
import type { AlarmsCheck, Measurement } from '../../model/gate.ts';
import type { GateContext } from '../gate-context.ts';

/**
 * Reads all alarms in one call. One that fires is bad. One with INSUFFICIENT_DATA does not fire, and is named; one that does not exist
 * could not be measured.
 * @throws what `call` throws
 */
export async function readAlarms(
  { aws, clock, interrupt }: GateContext,
  { names }: AlarmsCheck,
): Promise<Measurement> {
  const at = clock.now();
  return judgeAlarms(names, await describeAlarms(aws, names, { signal: interrupt }), at);
}

/** What the states of these alarms come to. A firing one counts, whatever is missing beside it. */
export function judgeAlarms(names: readonly string[], found: readonly AlarmState[], at: number): Measurement {
  const states = new Map(found.map(({ name, state }) => [name, state]));
  const inState = (state: AlarmState['state']): string[] =>
    names.filter((name) => states.get(name) === state);
  const firing = inState('ALARM');
  if (firing.length > 0) return { kind: 'fail', at, because: { kind: 'alarms-firing', names: firing } };
  const missing = names.filter((name) => !states.has(name));
  if (missing.length > 0) {
    const [one, many] = missing.length === 1 ? ['alarm', 'does'] : ['alarms', 'do'];
    return { kind: 'error', at, error: `${one} ${missing.join(', ')} ${many} not exist in this region` };
  }
  const insufficient = inState('INSUFFICIENT_DATA');
  return { kind: 'pass', at, because: { kind: 'alarms-quiet', names, insufficient } };
}
