import { changedBy } from '../../../src/model/outcome.ts';
import { isRecalled, type Invariant } from './invariant.ts';

/** The event stream ends with the outcome that the result has, and with it once. */
export const saidOnce: Invariant = {
  name: 'the outcome is said once',
  check(release) {
    const { id, facts, said } = release;
    if (said.kind !== 'outcome') return undefined;
    const { outcome, changed } = said.result;
    const concluded = facts.flatMap(({ fact }) => (fact.type === 'release.concluded' ? [fact.outcome] : []));
    const texts = concluded.map((one) => JSON.stringify(one));
    // What is taken back had an end of its own before.
    const most = isRecalled(release) ? 2 : 1;
    if (texts.length < 1 || texts.length > most || texts.at(-1) !== JSON.stringify(outcome)) {
      return `${id} says ${outcome.kind} in its result, but ${texts.join(' and ') || 'nothing'} in its events.`;
    }
    return changed === changedBy(outcome)
      ? undefined
      : `${id} says ${outcome.kind}, and that it left "${changed}".`;
  },
};
