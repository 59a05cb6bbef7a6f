import { describe, expect, it } from '@jest/globals';
import { pairsIn } from './runner/command-files.ts';
import { Masks } from './runner/masks.ts';
import { StepRecord } from './runner/step-record.ts';
import { commandIn } from './runner/workflow-command.ts';

describe('what the runner takes as a command', () => {
  it.each([
    [
      '::error title=web,file=a%2Cb::one%0Atwo',
      { name: 'error', properties: { title: 'web', file: 'a,b' }, data: 'one\ntwo' },
    ],
    ['  \t::group::Deploy', { name: 'group', properties: {}, data: 'Deploy' }],
    ['in the middle ##[add-mask]s3cret', { name: 'add-mask', properties: {}, data: 's3cret' }],
    [
      '##[error file=a%3Bb;line=1]x%5D',
      { name: 'error', properties: { file: 'a;b', line: '1' }, data: 'x]' },
    ],
    ['\u200B::error::hidden', { name: 'error', properties: {}, data: 'hidden' }],
    [':\u200B:ERROR::upper', { name: 'error', properties: {}, data: 'upper' }],
    ['::error::a literal %250A', { name: 'error', properties: {}, data: 'a literal %0A' }],
  ])('%j', (line, command) => {
    expect(commandIn(line)).toEqual(command);
  });

  it.each([
    'text ::error::later',
    '::unknown::x',
    '::error',
    'std::string::size',
    '##[unknown]x',
    '# #[error]x',
  ])('leaves %j as output', (line) => {
    expect(commandIn(line)).toBeUndefined();
  });
});

describe('what a step has written into its files', () => {
  it('is read in both forms, the delimiter being a whole line', () => {
    expect(pairsIn('a=1=2\n\nb<<END\nx\n END\n\ny=3\nEND\nc=<<no\n')).toEqual({
      a: '1=2',
      b: 'x\n END\n\ny=3',
      c: '<<no',
    });
  });

  it.each([
    ['novalue', "Invalid format 'novalue'"],
    ['a<<END\nx', "Matching delimiter not found 'END'"],
    ['<<END\nEND', 'Name must not be empty'],
    ['=x', 'Name must not be empty'],
  ])('%j is refused', (text, message) => {
    expect(() => pairsIn(text)).toThrow(message);
  });
});

describe('the record of a step', () => {
  const recordOf = (...lines: readonly string[]): StepRecord => {
    const record = new StepRecord(new Masks(), () => undefined);
    for (const line of lines) record.line(line);
    return record;
  };

  it('hides what was masked from there on, line by line', () => {
    const record = recordOf(
      'token hunter2',
      '::add-mask::hunter2%0Aother',
      'token hunter2 and other',
      '::error title=hunter2::hunter2',
    );
    record.addSummary('hunter2');

    expect(record.log).toEqual(['token hunter2', 'token *** and ***', '##[error]***']);
    expect(record.annotations).toEqual([{ level: 'error', message: '***', properties: { title: '***' } }]);
    expect(record.summary).toBe('***');
  });

  it('hears nothing between stop-commands and its token', () => {
    const record = recordOf('::stop-commands::T0ken', '::error::not heard', '::T0ken::', '::error::heard');

    expect(record.annotations.map(({ message }) => message)).toEqual(['heard']);
    expect(record.log).toContain('::error::not heard');
  });

  it('lets no step set variables by a command', () => {
    expect(recordOf('::set-env name=PATH::/tmp')).toMatchObject({ failed: true });
  });

  it('drops a summary that is too large', () => {
    const record = recordOf();
    record.addSummary('x'.repeat(1_048_577));

    expect(record.summary).toBe('');
    expect(record.annotations[0]?.message).toContain('upload aborted');
  });
});
