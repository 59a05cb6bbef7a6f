import { ControlInputError } from '../control-input-error.ts';
import type { ScriptedAnswer } from '../lambda/script.ts';
import { number, oneOf, refuse, requireKnown, section, text, type Json } from './read-members.ts';

const kinds = ['answer', 'silent', 'not-found', 'denied', 'no-role'] as const;

/** `{"function": "check-it", "answers": [{"kind": "answer", "hookStatus": "FAILED"}]}` */
export function readHook(body: Json): { function: string; answers: ScriptedAnswer[] } {
  requireKnown(body, ['function', 'answers']);
  const answers = body['answers'];
  if (!Array.isArray(answers)) return refuse('answers', answers, 'a list of answers');
  return {
    function: text(body, 'function') ?? refuse('function', undefined, 'the name or ARN of a function'),
    answers: answers.map(readAnswer),
  };
}

function readAnswer(given: unknown): ScriptedAnswer {
  if (typeof given !== 'object' || given === null) {
    throw new ControlInputError(`An answer must be an object, not ${JSON.stringify(given)}.`);
  }
  const answer = given as Json;
  const kind = oneOf(answer, 'kind', kinds) ?? refuse('kind', undefined, `one of ${kinds.join(', ')}`);
  if (kind !== 'answer') {
    requireKnown(answer, ['kind']);
    return { kind };
  }
  requireKnown(answer, ['kind', 'hookStatus', 'callBackDelay', 'hookDetails']);
  const hookStatus = text(answer, 'hookStatus');
  const callBackDelay = number(answer, 'callBackDelay', 0);
  const hookDetails = section(answer, 'hookDetails');
  return {
    kind,
    ...(hookStatus !== undefined && { hookStatus }),
    ...(callBackDelay !== undefined && { callBackDelay }),
    ...(hookDetails !== undefined && { hookDetails }),
  };
}
