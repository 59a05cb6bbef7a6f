import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asksGit, interpolate, type Variables } from '../../../src/model/interpolation.ts';

const from = (variables: Variables): { variables: Variables } => ({ variables });

describe('${env:NAME}', () => {
  it('is replaced, with a default for what is unset or empty', () => {
    const values = from({ A: 'a', B: '' });
    const { text, references } = interpolate('${env:A}-${env:B:-b}-${env:C:-c:}', values, 'refuse');

    expect(text).toBe('a-b-c:');
    expect(references).toEqual(['env:A', 'env:B', 'env:C']);
  });

  it('never reads what a variable holds again', () => {
    expect(interpolate('${env:A}', from({ A: '${env:B}', B: 'x' }), 'refuse').text).toBe('${env:B}');
  });

  it.each(['${env:}', '${env:1A}', '${env:A', '${env:A-b}', '${env:A:-${env:B}}'])(
    '%s is malformed',
    (text) => {
      expect(interpolate(text, from({ A: 'a', B: 'b' }), 'keep').problems[0]?.kind).toBe('malformed');
    },
  );

  it('only takes variables, not what every object has', () => {
    expect(interpolate('${env:constructor}', from({}), 'keep').problems).toEqual([
      { kind: 'unset', name: 'constructor' },
    ]);
  });

  it('gives back any text that was escaped', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '$',
        '$$',
        '{',
        '}',
        '${',
        '${env:A}',
        '${env:',
        '${git:sha}',
        '${git:',
        'x',
        ':-',
        '\n',
      ),
    );
    fc.assert(
      fc.property(pieces, (list) => {
        const text = list.join('');
        const escaped = text.replaceAll('${', () => '$${');

        expect(interpolate(escaped, from({}), 'refuse')).toEqual({ text, references: [], problems: [] });
      }),
    );
  });

  it('leaves a text without references as it is where others keep theirs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', ' ') }),
        (text) => interpolate(text, from({}), 'keep').text === text,
      ),
    );
  });
});

describe('${git:…}', () => {
  const values = { variables: {}, git: { sha: 'abc', branch: 'feature/x' } };
  const detached = { variables: {}, git: { sha: 'abc' } };

  it.each(['refuse', 'keep'] as const)('is the commit and its branch (foreign references: %s)', (foreign) => {
    const { text, references, problems } = interpolate('${git:sha}@${git:branch}', values, foreign);

    expect(text).toBe('abc@feature/x');
    expect(references).toEqual(['git:sha', 'git:branch']);
    expect(problems).toEqual([]);
  });

  it('takes a default where git does not know', () => {
    expect(interpolate('${git:branch:-main}', detached, 'keep').text).toBe('main');
    expect(interpolate('${git:sha:-}', { variables: {} }, 'keep')).toMatchObject({ text: '', problems: [] });
    expect(interpolate('${git:branch:-main}', values, 'keep').text).toBe('feature/x');
  });

  it('without a default is a problem where git does not know', () => {
    expect(interpolate('${git:branch}', detached, 'refuse')).toEqual({
      text: '${git:branch}',
      references: ['git:branch'],
      problems: [{ kind: 'git-unknown', name: 'branch' }],
    });
  });

  it.each(['${git:short}', '${git:SHA}', '${git:}', '${git:sha-1}', '${git:toString}', '${git:tag:-x}'])(
    '%s has a name that git does not know',
    (text) => {
      for (const foreign of ['refuse', 'keep'] as const) {
        expect(interpolate(text, values, foreign).problems).toEqual([{ kind: 'git-name', text }]);
      }
    },
  );

  it.each(['${git:sha', '${git:sha:-${env:A}}'])('%s is malformed', (text) => {
    expect(interpolate(text, values, 'refuse').problems[0]?.kind).toBe('malformed');
  });

  it('is kept where it is escaped, while a shell keeps its own', () => {
    expect(interpolate('$${git:sha} $${x} ${git_sha}', values, 'keep').text).toBe(
      '${git:sha} $${x} ${git_sha}',
    );
  });

  it('is looked for in all of the data, and not where it is escaped', () => {
    expect(asksGit({ a: [{ b: 'x-${git:sha}' }] }, 'refuse')).toBe(true);
    expect(asksGit('${git:branch:-main}', 'keep')).toBe(true);
    expect(asksGit({ '${git:sha}': ['$${git:sha}', '${env:git}', null, 1] }, 'keep')).toBe(false);
  });
});
