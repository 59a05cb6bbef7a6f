import type { HttpCheck, Measurement } from '../../model/gate.ts';
import type { GateContext, HttpAnswer } from '../gate-context.ts';
import { NoHttpAnswer } from '../no-http-answer.ts';

/**
 * Asks the URL once. No answer is bad, unless the question did not even get out: then nothing was measured.
 * @throws what is no answer of a network: a bug
 */
export async function askUrl(
  { askHttp, clock, interrupt }: GateContext,
  check: HttpCheck,
): Promise<Measurement> {
  const at = clock.now();
  const { url, method, headers, timeout } = check;
  try {
    const answer = await askHttp({ url, method, headers, timeout, signal: interrupt });
    return judgeAnswer(check, answer, at);
  } catch (error) {
    interrupt.throwIfAborted();
    if (!(error instanceof NoHttpAnswer)) throw error;
    return error.wasAsked
      ? { kind: 'fail', at, because: { kind: 'http-no-answer', url, error: error.message } }
      : { kind: 'error', at, error: `${url} could not be asked: ${error.message}` };
  }
}

/** Whether an answer is as it should be; what is wrong first, status before body before latency. */
export function judgeAnswer(check: HttpCheck, answer: HttpAnswer, at: number): Measurement {
  const { status, milliseconds } = answer;
  const wrong = whatIsWrong(check, answer);
  return {
    kind: wrong === undefined ? 'pass' : 'fail',
    at,
    because: { kind: 'http-answer', url: check.url, status, milliseconds, wrong },
    value: milliseconds,
  };
}

function whatIsWrong(
  { statuses, body, latency }: HttpCheck,
  answer: HttpAnswer,
): 'status' | 'body' | 'latency' | undefined {
  if (!statuses.some(({ from, to }) => answer.status >= from && answer.status <= to)) return 'status';
  if (body !== undefined && !answer.body.includes(body)) return 'body';
  return latency !== undefined && answer.milliseconds > latency ? 'latency' : undefined;
}
