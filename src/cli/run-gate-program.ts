import type { ProgramEnd, ProgramOrder } from '../gates/gate-context.ts';
import { run } from '../images/program/run.ts';
import type { Clock } from '../model/clock.ts';
import { maskText, secretValues } from '../model/mask-text.ts';

/**
 * Runs a program to its end, or until its time is up: then it is ended with all that it has started.
 * @throws ProgramNotStarted, or the signal's reason
 */
export async function runGateProgram(clock: Clock, order: ProgramOrder): Promise<ProgramEnd> {
  const { timeout, signal } = order;
  const tooLate = new AbortController();
  const done = new AbortController();
  clock.sleep(timeout, done.signal).then(
    () => tooLate.abort(new Error('its time is up')),
    () => undefined,
  );
  try {
    const environment = { ...process.env, ...order.environment };
    const result = await run(order.program, order.arguments, {
      clock,
      environment,
      signal: AbortSignal.any(signal === undefined ? [tooLate.signal] : [tooLate.signal, signal]),
    });
    return result.exitCode === undefined
      ? { kind: 'signal', signal: result.signal ?? 'a signal' }
      : { kind: 'exit', exitCode: result.exitCode, lastLine: lastLineOf(result.stderr, environment) };
  } catch (error) {
    if (!tooLate.signal.aborted || signal?.aborted === true) throw error;
    return { kind: 'timeout' };
  } finally {
    done.abort();
  }
}

/** Without the secrets that the program had in its environment, and may have repeated. */
function lastLineOf(text: string, environment: NodeJS.ProcessEnv): string | undefined {
  const values = secretValues(
    Object.entries(environment).map(([name, value = '']) => [name, value] as const),
  );
  const line = text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
  return line === undefined ? undefined : maskText(line, { values, names: [] });
}
