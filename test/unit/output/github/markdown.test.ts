import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { code, codeBlock, folded, plain, table } from '../../../../src/output/github/markdown.ts';
import { harmless } from '../../../../src/output/harmless.ts';
import { describeWithPrograms } from '../../../conformance/require-programs.ts';
import { renderMarkdown } from './render-markdown.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '|',
          '\\',
          '`',
          '``',
          '```',
          '~~~',
          '<',
          '>',
          '<b>',
          '</details>',
          '<!--',
          '-->',
          '&',
          '&amp;',
          '&#124;',
        ],
        ...[
          '*',
          '_',
          '**',
          '[',
          ']',
          '(',
          ')',
          '![',
          '](x)',
          '$',
          '$$',
          '~',
          '#',
          '-',
          '+',
          '=',
          '1.',
          '2)',
          ' ',
          '  ',
        ],
        ...['\t', '\n', '🚀', 'ä', 'a', 'B1', '@', ':', '!', '"', "'"],
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);

describeWithPrograms(['cmark-gfm'], 'Markdown, as the renderer that GitHub uses reads it', () => {
  it('shows somebody else’s text as itself in a paragraph, an item and a cell', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = oneSpaced(harmless(text));
        fc.pre(shown !== '');

        expect(textOf(renderMarkdown(`- ${plain(text)}\n`))).toBe(shown);
        expect(textOf(renderMarkdown(`${plain(text)}\n`))).toBe(shown);
        expect(textOf(renderMarkdown(table(['x', 'y'], [[plain(text), 'y']])))).toBe(`x y ${shown} y`);
      }),
      { numRuns: 150 },
    );
  });

  it('shows code as itself in a paragraph and a cell', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = oneSpaced(harmless(text));
        fc.pre(shown !== '');
        const html = renderMarkdown(table(['x', 'y'], [[code(text), 'y']]));

        expect(html.match(/<code>/g)).toHaveLength(1);
        expect(textOf(html)).toBe(`x y ${shown} y`);
        expect(textOf(renderMarkdown(`a ${code(text)}\n`))).toBe(`a ${shown}`);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps lines in their block, and the block in its fold', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), hostile, (lines, title) => {
        const html = renderMarkdown(`${folded(title, codeBlock(lines))}\n\nafter\n`);

        expect(html.match(/<(?:pre|details|summary)>/g)).toEqual(['<details>', '<summary>', '<pre>']);
        expect(html.trimEnd()).toMatch(/<\/pre>\n<\/details>\n<p>after<\/p>$/);
      }),
      { numRuns: 150 },
    );
  });
});

/** What a person reads: an element in it that the text was not to make would be missing, or too many. */
function textOf(html: string): string {
  const own = /<\/?(?:p|ul|li|table|thead|tbody|tr|th|td|code|a(?: href="[^"]*")?)>/g;
  const text = html
    .replaceAll(own, (tag) => (/^<\/?(?:code|a)\b/.test(tag) ? '' : ' '))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  return oneSpaced(text);
}

// Renderers do not keep blanks in a row.
function oneSpaced(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
