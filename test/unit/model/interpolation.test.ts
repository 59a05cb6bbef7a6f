import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { interpolate } from '../../../src/model/interpolation.ts';

describe('${env:NAME}', () => {
  it('is replaced, with a default for what is unset or empty', () => {
    const { text, variables } = interpolate('${env:A}-${env:B:-b}-${env:C:-c:}', { A: 'a', B: '' }, 'refuse');

    expect(text).toBe('a-b-c:');
    expect(variables).toEqual(['A', 'B', 'C']);
  });

  it('never reads what a variable holds again', () => {
    expect(interpolate('${env:A}', { A: '${env:B}', B: 'x' }, 'refuse').text).toBe('${env:B}');
  });

  it.each(['${env:}', '${env:1A}', '${env:A', '${env:A-b}', '${env:A:-${env:B}}'])(
    '%s is malformed',
    (text) => {
      expect(interpolate(text, { A: 'a', B: 'b' }, 'keep').problems[0]?.kind).toBe('malformed');
    },
  );

  it('only takes variables, not what every object has', () => {
    expect(interpolate('${env:constructor}', {}, 'keep').problems).toEqual([
      { kind: 'unset', name: 'constructor' },
    ]);
  });

  it('gives back any text that was escaped', () => {
    const pieces = fc.array(
      fc.constantFrom('$', '$$', '{', '}', '${', '${env:A}', '${env:', 'x', ':-', '\n'),
    );
    fc.assert(
      fc.property(pieces, (list) => {
        const text = list.join('');
        const escaped = text.replaceAll('${', () => '$${');

        expect(interpolate(escaped, {}, 'refuse')).toEqual({ text, variables: [], problems: [] });
      }),
    );
  });

  it('leaves a text without references as it is where others keep theirs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', ' ') }),
        (text) => interpolate(text, {}, 'keep').text === text,
      ),
    );
  });
});
