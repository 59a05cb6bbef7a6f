const nothing: readonly number[] = [];
// As in `plain`: what is read as a space, as a quote, and not at all.
const likeSpace = '\t\n\v\f\r\u00A0';
const likeQuote = '"`´‘’“”«»';
const unread = '\\';
const skipped = 255;

/**
 * Finds which of many words occur in a text, in one pass over it (Aho and Corasick, 1975): a log of megabytes is read once, and
 * not once for each phrase of the catalogue. Case, kinds of quotes, and how many spaces there are do not matter, so that only
 * texts in which something was found need a normal form.
 */
export class PhraseSearch {
  // What a character counts as, by its code: the number of a letter of the words, or 0 for what leads back to the start.
  readonly #classes = new Uint8Array(0x10000);
  readonly #width: number;
  // The next state, for each state and class.
  readonly #next: Uint16Array;
  // The numbers of the words that end in a state, those of shorter suffixes included.
  readonly #found: (readonly number[] | undefined)[];

  /** `words` are in lower case, with `'` for quotes and single spaces. The number of a word is its place. */
  constructor(words: readonly string[]) {
    const letters = [...new Set(words.join(''))];
    this.#width = letters.length + 1;
    for (const [index, letter] of letters.entries()) this.#class(letter, index + 1);
    this.#class(unread, skipped);
    const states = 1 + words.reduce((sum, word) => sum + word.length, 0);
    if (states > 0xffff || this.#width >= skipped) throw new Error('too many words for this search');
    this.#next = new Uint16Array(states * this.#width);
    this.#found = Array.from({ length: states });
    this.#link(this.#plant(words));
  }

  /** The numbers of the words that occur in the text, each once, the smallest first. */
  in(text: string): readonly number[] {
    const classes = this.#classes;
    const next = this.#next;
    const width = this.#width;
    const found = this.#found;
    const space = classes[32] ?? 0;
    let seen: Set<number> | undefined;
    let state = 0;
    let last = 0;
    for (let at = 0; at < text.length; at++) {
      const letter = classes[text.charCodeAt(at)] ?? 0;
      if (letter === skipped || (letter === space && last === space)) continue;
      last = letter;
      state = next[state * width + letter] ?? 0;
      const words = found[state];
      if (words === undefined) continue;
      seen ??= new Set();
      for (const number of words) seen.add(number);
    }
    return seen === undefined ? nothing : [...seen].sort((a, b) => a - b);
  }

  #class(letter: string, number: number): void {
    const same = letter === ' ' ? likeSpace : letter === "'" ? likeQuote : letter.toUpperCase();
    for (const character of letter + same) this.#classes[character.charCodeAt(0)] = number;
  }

  /** Lays the words out as a tree and returns its states, those nearer to the root first. */
  #plant(words: readonly string[]): number[] {
    const depths = [0];
    for (const [number, word] of words.entries()) {
      let state = 0;
      for (let at = 0; at < word.length; at++) {
        const edge = state * this.#width + (this.#classes[word.charCodeAt(at)] ?? 0);
        if (this.#next[edge] === 0) {
          this.#next[edge] = depths.length;
          depths.push(at + 1);
        }
        state = this.#next[edge] ?? 0;
      }
      this.#found[state] = [...(this.#found[state] ?? nothing), number];
    }
    return Array.from(depths.keys()).sort((a, b) => (depths[a] ?? 0) - (depths[b] ?? 0));
  }

  /** Fills what is missing: where a word breaks off, the search goes on with the longest suffix that begins another. */
  #link(states: readonly number[]): void {
    const next = this.#next;
    const width = this.#width;
    const suffixes = new Uint16Array(states.length);
    for (const state of states) {
      const suffix = suffixes[state] ?? 0;
      const shorter = state === 0 ? undefined : this.#found[suffix];
      if (shorter !== undefined) this.#found[state] = [...(this.#found[state] ?? nothing), ...shorter];
      for (let letter = 1; letter < width; letter++) {
        const child = next[state * width + letter] ?? 0;
        const other = state === 0 ? 0 : (next[suffix * width + letter] ?? 0);
        if (child === 0) next[state * width + letter] = other;
        else suffixes[child] = other;
      }
    }
  }
}
