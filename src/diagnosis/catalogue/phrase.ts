/** A phrase in the form in which it is looked for: pieces that follow each other, with anything between them. */
export interface Phrase {
  readonly pieces: readonly string[];
  /** What a search begins with: of the longest piece, which occurs least often, as much as tells it from others. */
  readonly key: string;
  /** The phrase is the whole message. */
  readonly isWhole: boolean;
}

// Longer keys make the search larger, and find little less.
const longestKey = 20;

/** Reads a phrase of the catalogue: `…` between pieces, `^` and `$` around one that is the whole message. */
export function readPhrase(text: string): Phrase {
  const isWhole = text.startsWith('^') && text.endsWith('$');
  const words = isWhole ? text.slice(1, -1) : text;
  const pieces = words
    .split('…')
    .map((piece, index, all) => trimmed(piece.toLowerCase(), index > 0, index < all.length - 1))
    .filter((piece) => piece !== '');
  const key = pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
  if (key === '') throw new Error(`a phrase without words: "${text}"`);
  return { pieces, key: key.slice(0, longestKey), isWhole };
}

/**
 * Whether a message says the phrase. `text` is lower-case and `plain`. Each piece is looked for once, after the one before it:
 * the time grows with the length of the text, whatever the text.
 */
export function saysPhrase(text: string, { pieces, isWhole }: Phrase): boolean {
  if (isWhole && text !== pieces.join('')) return false;
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return true;
}

// Spaces around the gap are for the reader. Those at the ends of a phrase count: ` is MISSING`.
function trimmed(piece: string, isAfterGap: boolean, isBeforeGap: boolean): string {
  const unquoted = ` ${piece} `.replaceAll(/["`‘’]/g, "'").slice(1, -1);
  const left = isAfterGap ? unquoted.trimStart() : unquoted;
  return isBeforeGap ? left.trimEnd() : left;
}
