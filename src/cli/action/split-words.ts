/** Why a text is no list of words, and the character where that begins, counted from zero. */
export interface Unended {
  readonly what: 'single-quote' | 'double-quote' | 'backslash';
  readonly at: number;
}

export type Split =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'unended'; readonly unended: Unended };

// Of the same place in the text, the first that fits. Each takes at least one character, so that reading is linear.
const blank = /\s+/y;
const plain = /[^\s'"\\]+/y;
const singleQuoted = /'([^']*)'/y;
const doubleQuoted = /"([^"\\]*(?:\\[^][^"\\]*)*)"/y;
const escaped = /\\([^])/y;

/**
 * A text as the words that a POSIX shell would make of it (Shell Command Language, 2.2 Quoting), except that nothing is expanded: `$`,
 * backquotes, `*`, `~`, `#`, `;`, `|` and `>` stand for themselves. Line breaks separate words like other white space; a backslash before
 * one joins the lines.
 */
export function splitWords(text: string): Split {
  const words: string[] = [];
  // Absent between words; '' is one that has begun with empty quotes.
  let word: string | undefined;
  let at = 0;
  const take = (form: RegExp): readonly string[] | undefined => {
    form.lastIndex = at;
    const found = form.exec(text) ?? undefined;
    if (found !== undefined) at = form.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (take(blank) !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const part = take(plain)?.[0] ?? take(singleQuoted)?.[1] ?? withoutBackslashes(take(doubleQuoted)?.[1]);
    if (part !== undefined) {
      word = `${word ?? ''}${part}`;
      continue;
    }
    const character = take(escaped)?.[1];
    if (character === undefined) return { kind: 'unended', unended: { what: whatBegins(text[at]), at } };
    if (character !== '\n') word = `${word ?? ''}${character}`;
  }
  return { kind: 'words', words: word === undefined ? words : [...words, word] };
}

// Between double quotes a backslash is one of the text, but before what would mean something there.
function withoutBackslashes(quoted: string | undefined): string | undefined {
  return quoted?.replaceAll(/\\([$`"\\\n])/g, (_, character: string) =>
    character === '\n' ? '' : character,
  );
}

function whatBegins(character: string | undefined): Unended['what'] {
  if (character === "'") return 'single-quote';
  return character === '"' ? 'double-quote' : 'backslash';
}
