import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { splitWords } from '../../../../src/cli/action/split-words.ts';

const words = (text: string) => {
  const split = splitWords(text);
  return split.kind === 'words' ? split.words : split.unended;
};

/** The three ways of a shell to quote any word. */
const quotings: readonly ((word: string) => string)[] = [
  (word) => `'${word.replaceAll("'", String.raw`'\''`)}'`,
  (word) => `"${word.replaceAll(/[$`"\\]/g, String.raw`\$&`)}"`,
  (word) =>
    word.includes('\n') || word === ''
      ? `'${word.replaceAll("'", `'"'"'`)}'`
      : word.replaceAll(/[^]/gu, String.raw`\$&`),
];

describe('words of a text', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    [' \n\t ', []],
    ['--timeout 30m', ['--timeout', '30m']],
    ['--timeout 30m\n--image  web=x\r\n', ['--timeout', '30m', '--image', 'web=x']],
    [String.raw`--message 'it is' "all \"right\""`, ['--message', 'it is', 'all "right"']],
    [`--tag=a'b c'"d e"f`, ['--tag=ab cd ef']],
    [`'' "" a''`, ['', '', 'a']],
    [String.raw`a\ b \\ \' "\a\\"`, ['a b', '\\', "'", String.raw`\a\ `.trim()]],
    ['one \\\n two', ['one', 'two']],
    ['"one\\\ntwo" \'a\\\nb\'', ['onetwo', 'a\\\nb']],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('are never expanded', () => {
    const text = '$HOME ${HOME} $(id) `id` * ~ {a,b} a;b a|b >file &  # !! "$HOME $(id) `id`"';

    expect(words(text)).toEqual([...text.split(/ +/).slice(0, -3), '$HOME $(id) `id`']);
  });

  it.each([
    ["a 'b c", 'single-quote', 2],
    ['a "b \\" c', 'double-quote', 2],
    [`"a" b"'`, 'double-quote', 5],
    ['a \\', 'backslash', 2],
  ])('%j has no end', (text, what, at) => {
    expect(words(text)).toEqual({ what, at });
  });

  it('come back as they were, whatever they are and however they were quoted', () => {
    const quoted = fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom(...quotings));
    fc.assert(
      fc.property(fc.array(quoted), fc.constantFrom(' ', '\n', '\t  '), (list, between) => {
        const text = list.map(([word, quote]) => quote(word)).join(between);

        expect(words(text)).toEqual(list.map(([word]) => word));
      }),
    );
  });

  it('are those that bash makes of it', () => {
    const piece = fc.constantFrom(
      'a',
      '-',
      '=',
      ' ',
      '\n',
      "'",
      '"',
      '\\',
      String.raw`\$`,
      '\\`',
      String.raw`\"`,
      '\\\n',
    );
    const texts = fc.sample(
      fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')),
      400,
    );
    // Bash would join a backslash at the end to what this test puts behind it, and expand what no backslash stands before.
    const comparable = texts.filter((text) => !/\\$|(?<!\\)(\\\\)+[$`]/.test(text));

    expect(comparable.map(words).map((split) => ('what' in split ? 'no end' : split))).toEqual(
      wordsOfBash(comparable),
    );
  });

  it('are read in a time that grows with the text only', () => {
    const long = String.raw`\" `.repeat(300_000);

    expect(words(`"${long}`)).toEqual({ what: 'double-quote', at: 0 });
    expect(words(`"${long}"`)).toHaveLength(1);
  });
});

function wordsOfBash(texts: readonly string[]): (readonly string[] | 'no end')[] {
  // Each text in a shell of its own kind, since what has no end would end the loop. A word is printed with a mark before it.
  const script = [
    'for text; do',
    `  (eval "words=($text\n)" 2>/dev/null && for word in "\${words[@]}"; do printf '\\037%s' "$word"; done) || printf 'no end'`,
    `  printf '\\036'`,
    'done',
  ].join('\n');
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...texts], { encoding: 'utf8' });
  return stdout
    .split('\u001E')
    .slice(0, -1)
    .map((printed) => (printed === 'no end' ? printed : printed.split('\u001F').slice(1)));
}
