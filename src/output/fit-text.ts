import { eastAsianWidth } from 'get-east-asian-width';

const plainText = /^[\u0020-\u007E]*$/;
const withoutWidth = /^[\p{Mn}\p{Me}\u200B-\u200D\u2060-\u2064\uFEFF]$/u;
// Asks for the emoji form of the character before, which takes two cells.
const emojiForm = '\uFE0F';

/**
 * How many cells of a terminal a text takes, one without escape sequences. Terminals differ about sequences of emoji; this is the
 * most that any of them takes, so that what fits here fits everywhere.
 */
export function textWidth(text: string): number {
  if (plainText.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text in at most so many cells; one that is longer is cut, and ends in `…`. */
export function fit(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return width < 1 ? '' : `${beginning(Array.from(text), width - 1)}…`;
}

/** The same for names, which differ at both ends: what is too long is cut in the middle. */
export function fitName(name: string, width: number): string {
  if (textWidth(name) <= width) return name;
  if (width < 1) return '';
  const characters = Array.from(name);
  const first = beginning(characters, Math.floor(width / 2));
  const last = beginning([...characters].reverse(), width - 1 - textWidth(first));
  return `${first}…${Array.from(last).reverse().join('')}`;
}

/** The text with spaces behind it until it fills so many cells. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

function beginning(characters: readonly string[], width: number): string {
  let taken = 0;
  const end = characters.findIndex((character) => {
    taken += characterWidth(character);
    return taken > width;
  });
  return characters.slice(0, end === -1 ? undefined : end).join('');
}

function characterWidth(character: string): number {
  if (character === emojiForm) return 1;
  return withoutWidth.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}
