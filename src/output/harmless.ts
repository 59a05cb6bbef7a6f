import { stripVTControlCharacters } from 'node:util';
import { maskText } from '../model/mask-text.ts';

// Control characters, line separators, and the marks that turn the direction of text around.
const obeyedByTerminals = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/**
 * One line of text that came from outside (AWS, logs, tags) without anything a terminal would obey: no colour, no cursor,
 * no line break, no reversed direction; and without what has the form of a secret.
 */
export function harmless(text: string): string {
  return maskText(stripVTControlCharacters(text).replace(obeyedByTerminals, ' ').trim());
}
