import { changedBy } from '../../../src/model/outcome.ts';
import type { Invariant } from './invariant.ts';

/** The event stream ends with the outcome that the result has, and with it once. */
export const saidOnce: Invariant = {
  name: 'the outcome is said once',
  check({ id, facts, said }) {
    if (said.kind !== 'outcome') return undefined;
    const { outcome, changed } = said.result;
    const concluded = facts.flatMap(({ fact }) => (fact.type === 'release.concluded' ? [fact.outcome] : []));
    const texts = concluded.map((one) => JSON.stringify(one));
    if (texts.length !== 1 || texts[0] !== JSON.stringify(outcome)) {
      return `${id} says ${outcome.kind} in its result, but ${texts.join(' and ') || 'nothing'} in its events.`;
    }
    return changed === changedBy(outcome)
      ? undefined
      : `${id} says ${outcome.kind}, and that it left "${changed}".`;
  },
};
