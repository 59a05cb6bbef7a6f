import type { Confidence } from '../model/diagnosis.ts';
import type { Explanation, Heal } from '../model/explanation.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** What messages mean, for people: cause, what to do, the message itself. */
export function explanationsText(explanations: readonly Explanation[], palette: Palette): string {
  return explanations.map((one) => explanationLines(one, palette).join('\n')).join('\n\n');
}

function explanationLines(explanation: Explanation, palette: Palette): string[] {
  const { id, cause, advice, heal, confidence, message, count } = explanation;
  const times = count > 1 ? ` (${count} times)` : '';
  const isKnown = id !== 'unknown';
  const notes = [id, isKnown ? healWords(heal) : '', isKnown ? confidenceWords(confidence) : ''];
  return [
    `${palette.strong(isKnown ? 'Cause:' : 'unknown:')} ${harmless(cause)}${times}`,
    `  Do: ${harmless(advice)}`,
    palette.faint(`  Seen: ${harmless(message)}`),
    ...(isKnown ? [palette.faint(`  ${notes.filter((note) => note !== '').join(' · ')}`)] : []),
  ];
}

function healWords(heal: Heal): string {
  switch (heal) {
    case 'never':
      return 'waiting does not help';
    case 'maybe':
      return 'it may heal by itself';
    case 'retry':
      return 'worth another try';
    case 'rolled-back':
      return 'AWS rolls back by itself';
    case 'none':
      return 'no failure';
    default:
      return heal satisfies never;
  }
}

function confidenceWords(confidence: Confidence): string {
  switch (confidence) {
    case 'high':
      return '';
    case 'medium':
      return 'likely, not certain';
    case 'low':
      return 'a guess by its wording';
    default:
      return confidence satisfies never;
  }
}
