import type { Gate } from '../../src/model/gate.ts';
import type { ProgramEnd, ProgramOrder } from '../../src/gates/gate-context.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { GateAnswer, GateShape } from './history.ts';

const second = 1_000;

/** After this a program that does not end is given up. */
export const gateTimeoutSeconds = 10;

/** What a gate was told, for those who ask afterwards whether it had reason to judge as it did. */
export interface GivenAnswer {
  readonly gate: string;
  readonly moment: string;
  readonly at: number;
  readonly answer: GateAnswer;
}

/** The gate of a configuration; its name tells its place in the list. */
export function gateFor(shape: GateShape, index: number): Gate {
  const { at, everySeconds, failuresAllowed, onInconclusive, dryRun, holdMinutes } = shape;
  const name = `gate-${index}`;
  return {
    name,
    check: { kind: 'command', command: ['gate', String(index)], timeout: gateTimeoutSeconds * second },
    at,
    interval: everySeconds * second,
    initialDelay: 0,
    failuresAllowed,
    errorLimit: 4,
    dryRun,
    onInconclusive,
    ...(holdMinutes > 0 ? { hold: { timeoutInMinutes: holdMinutes } } : {}),
  };
}

const exitCodes = { good: 0, bad: 1, unclear: 75, error: 3 } as const;

/** The programs of the gates of one process: each moment of each service hears the answers from the first one on. */
export class GatePrograms {
  readonly given: (GivenAnswer & { readonly service: string })[] = [];
  readonly #shapes: readonly GateShape[];
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();

  constructor(shapes: readonly GateShape[], clock: Clock) {
    this.#shapes = shapes;
    this.#clock = clock;
  }

  async run({ arguments: [index = ''], environment, timeout, signal }: ProgramOrder): Promise<ProgramEnd> {
    const { ECSDEPLOY_MOMENT: moment = '', ECSDEPLOY_SERVICE: service = '' } = environment;
    const key = `${service} ${moment} ${index}`;
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    const { says } = this.#shapes[Number(index)] ?? { says: [] };
    const answer = says[Math.min(count, says.length - 1)] ?? 'good';
    this.given.push({ gate: `gate-${index}`, moment, at: this.#clock.now(), answer, service });
    if (answer !== 'silent') return { kind: 'exit', exitCode: exitCodes[answer] };
    await this.#clock.sleep(timeout, signal);
    return { kind: 'timeout' };
  }
}
