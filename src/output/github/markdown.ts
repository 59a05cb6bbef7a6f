import { harmless } from '../harmless.ts';

// Where a sign begins a line that makes a heading, a list or a rule of it.
const blockSign = /^(\d{1,9})(?=[.)])|^(?=[#+\-=])/;
// Backslash escapes, as CommonMark has them, for all that GitHub's Markdown could take for more than itself within a line. `|` ends a cell.
const structure = /[\\`*_[\]<>|~$]/g;

/** One line of somebody else's text as itself, anywhere in a paragraph, a cell or an item. */
export function plain(text: string): string {
  const escaped = harmless(text)
    .replace(structure, String.raw`\$&`)
    .replaceAll('&', '&amp;');
  return escaped.replace(blockSign, (number) => `${number}\\`);
}

/**
 * One line of text as code, with as many backticks around it as it takes. In a cell a pipe must be escaped even there, and renderers do not
 * agree on a backslash before it: where there is one, entities stand for all that could mean something.
 * https://github.github.com/gfm/#tables-extension-
 */
export function code(text: string): string {
  const content = harmless(text);
  if (content === '') return '';
  if (content.includes('|')) return `<code>${content.replace(/[^\p{L}\p{N}\s./:,@-]/gu, entity)}</code>`;
  const fence = '`'.repeat(longestRun(content) + 1);
  const pad = /^`|`$/.test(content) ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** Lines in a block of code, whatever they hold. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const content = lines.map(shown);
  const fence = '`'.repeat(Math.max(3, longestRun(content.join('\n')) + 1));
  return [`${fence}${language}`, ...content, fence].join('\n');
}

/** A table; cells are Markdown already, columns without any content are left out. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = columns.map((_, index) => rows.some((row) => (row[index] ?? '') !== ''));
  const line = (cells: readonly string[]): string =>
    `| ${cells.filter((_, index) => used[index] === true).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What is folded away behind one line; the title is text, the body Markdown. */
export function folded(title: string, body: string): string {
  return `<details><summary>${html(title)}</summary>\n\n${body}\n\n</details>`;
}

/** Text in HTML. */
function html(text: string): string {
  return harmless(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function entity(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

// Blanks at the beginning of a line of a log say something.
function shown(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return `${indent}${harmless(line)}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
