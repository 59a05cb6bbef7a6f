import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { findJsonError } from '../../../src/model/json-error.ts';
import { dataFormatOf, parseDataDocument } from '../../../src/model/parse-data-document.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function valueOf(text: string, format: 'json' | 'yaml'): unknown {
  const parsed = parseDataDocument(bytes(text), format);
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return parsed.document.value;
}

// YAML has no -0; objects compare by their JSON.
const json = fc.json({ maxDepth: 4, stringUnit: 'grapheme' }).filter((text) => !text.includes('-0'));

describe('a data document', () => {
  it('reads all JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const written = JSON.stringify(value, undefined, indent);

        expect(JSON.stringify(valueOf(written, 'json'))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('reads what is written as YAML', () => {
    fc.assert(
      fc.property(json, (text) => {
        const value: unknown = JSON.parse(text);

        expect(JSON.stringify(valueOf(stringify(value), 'yaml'))).toBe(JSON.stringify(value));
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with JSON.parse about what is JSON', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'null',
      ' ',
      '"',
      '\\',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((list) => list.join('')),
          json,
        ),
        (text) => {
          const isJson = ((): boolean => {
            try {
              JSON.parse(text);
              return true;
            } catch {
              return false;
            }
          })();

          expect(findJsonError(text) === undefined).toBe(isJson);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the bytes', () => {
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,&*!|>-?#\'"%@` \n\tab<')) }).map(bytes),
    );
    fc.assert(
      fc.property(garbage, fc.constantFrom('json', 'yaml'), (input, format) => {
        expect(['document', 'problems']).toContain(parseDataDocument(input, format).kind);
      }),
      { numRuns: 300 },
    );
  });

  it('knows where each value and each name stands', () => {
    const parsed = parseDataDocument(bytes('a:\n  - b: 012\n'), 'yaml');
    if (parsed.kind === 'problems') throw new Error('unexpected');

    expect(parsed.document.originOf(['a', 0, 'b'])).toEqual({
      at: { line: 2, column: 8 },
      nameAt: { line: 2, column: 5 },
      source: '012',
    });
    expect(parsed.document.originOf(['a', 0, 'no']).at).toEqual({ line: 2, column: 5 });
  });

  it('follows merge keys, the closer member winning', () => {
    expect(valueOf('x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], c: 3}', 'yaml')).toEqual({
      x: { a: 1, b: 1 },
      y: { b: 2, c: 2 },
      z: { a: 1, b: 1, c: 3 },
    });
  });

  it('takes a file for JSON by its name, or by its start', () => {
    expect(dataFormatOf('a.json', bytes('x'))).toBe('json');
    expect(dataFormatOf('a.yml', bytes('{}'))).toBe('yaml');
    expect(dataFormatOf('a.json.tpl', bytes(' \n{'))).toBe('json');
    expect(dataFormatOf('a', bytes('family: x'))).toBe('yaml');
  });
});
