import { LineCounter, parseDocument } from 'yaml';
import { DataDocument, type DataProblem, type Position } from './data-document.ts';
import { findJsonError } from './json-error.ts';
import { readYamlNodes } from './read-yaml-nodes.ts';

export type ParsedData =
  | { readonly kind: 'document'; readonly document: DataDocument }
  | { readonly kind: 'problems'; readonly problems: readonly [DataProblem, ...DataProblem[]] };

/** How a file is to be read: strictly as JSON, or as YAML, which most JSON is as well. */
export type DataFormat = 'json' | 'yaml';

/**
 * Reads bytes as JSON or YAML. Never evaluates anything, never throws: whatever is wrong comes back with its place.
 */
export function parseDataDocument(bytes: Uint8Array, format: DataFormat): ParsedData {
  const text = decode(bytes);
  if (typeof text !== 'string') return { kind: 'problems', problems: [text] };
  const conflict = /^<{7}(?: |$)/m.exec(text);
  if (conflict !== null) return problem('a merge conflict is left in it', text, conflict.index);
  if (format === 'json') {
    const error = findJsonError(text);
    if (error !== undefined) return problem(describeJsonError(text, error), text, error);
  }
  return parseYaml(text);
}

/** A file that starts like JSON is meant as JSON unless its name says YAML, whose braces allow more. */
export function dataFormatOf(file: string, bytes: Uint8Array): DataFormat {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  if (/\.json$/i.test(file)) return 'json';
  const start = new TextDecoder().decode(bytes.subarray(0, 1_024)).trimStart();
  return /^[{[]/.test(start) ? 'json' : 'yaml';
}

function decode(bytes: Uint8Array): string | DataProblem {
  const at = { line: 1, column: 1 };
  if (bytes.includes(0)) return { message: 'not a text file in UTF-8', at };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { message: 'not a text file in UTF-8', at };
  }
}

function parseYaml(text: string): ParsedData {
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
    // A warning is a tag that nobody resolves (`!Ref`, `!Sub`): its value would not be what the author meant.
    const found = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      message: code === 'DUPLICATE_KEY' ? describeDuplicate(text, pos[0]) : lowerFirst(message),
      at: toPosition(lineCounter, pos[0]),
    }));
    const read = found.length > 0 ? undefined : readYamlNodes(document, lineCounter);
    const [first, ...rest] = [...found, ...(read?.problems ?? [])];
    if (first !== undefined) return { kind: 'problems', problems: [first, ...rest] };
    return { kind: 'document', document: read?.document ?? new DataDocument(null, new Map()) };
  } catch {
    // The parser is recursive: brackets that nest without end overflow the stack.
    const problem = { message: 'nested too deeply to be read', at: { line: 1, column: 1 } };
    return { kind: 'problems', problems: [problem] };
  }
}

function describeJsonError(text: string, offset: number): string {
  if (text.trim() === '') return 'the file is empty';
  if (offset >= text.length) return 'not JSON: it ends too early';
  // `{{name}}`: the first brace could stand there, the sentence is about both.
  const rest = text.slice(text[offset] === '{' && text[offset - 1] === '{' ? offset - 1 : offset);
  const line = rest.split(/[\r\n]/, 1)[0] ?? '';
  const shown = line === '' ? 'a line break' : JSON.stringify(line.slice(0, 20));
  const hint = /^(?:\/\/|\/\*|#)/.test(rest) ? ', JSON has no comments (YAML has)' : '';
  return `not JSON: ${shown} cannot stand here${hint}`;
}

function describeDuplicate(text: string, offset: number): string {
  const name =
    /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s:]+)/.exec(text.slice(offset, offset + 200))?.[0] ?? 'a member';
  return `${name} is there twice in one map`;
}

function problem(message: string, text: string, offset: number): ParsedData {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  const at = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return { kind: 'problems', problems: [{ message, at }] };
}

function toPosition(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).split('\n', 1).join('');
}
