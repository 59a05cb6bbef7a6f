import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  jsonWithoutCommands,
  withoutCommands,
  workflowCommand,
} from '../../../../src/output/github/workflow-command.ts';
import { readCommand } from './read-command.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '::',
        '##[',
        ']',
        'error',
        'add-mask',
        'set-output',
        ' ',
        '\n',
        '\r',
        '\t',
        '%',
        '%0A',
        ',',
        '=',
        ':',
        '\u001B[31m',
        'x',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('workflowCommand', () => {
  it('is one line that the runner reads back as it was', () => {
    fc.assert(
      fc.property(hostile, hostile, (data, title) => {
        const line = workflowCommand('error', data, { title });

        expect(line).not.toMatch(/[\r\n]/);
        // The runner trims what stands at the end of all properties.
        const read = title.replace(/[^\S\r\n]+$/, '');
        const properties = read === '' ? {} : { title: read };
        expect(readCommand(line)).toEqual({ name: 'error', properties, data });
      }),
    );
  });

  it.each([
    [workflowCommand('endgroup'), '::endgroup::'],
    [
      workflowCommand('error', 'a: b, 50 %\nc', { title: 'demo/web: 1, 2' }),
      '::error title=demo/web%3A 1%2C 2::a: b, 50 %25%0Ac',
    ],
  ])('is written %s', (line, written) => {
    expect(line).toBe(written);
  });
});

describe('withoutCommands', () => {
  it('leaves no line that the runner takes for a command', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of withoutCommands(text).split(/\r\n|[\r\n]/))
          expect(readCommand(line)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['    ::set-output name=digest::evil', '    : :set-output name=digest::evil'],
    ['\u001B[2m  ::error::x\u001B[22m', '\u001B[2m  : :error::x\u001B[22m'],
    ['12:00:00Z web ##[add-mask]web', '12:00:00Z web ## [add-mask]web'],
    ['a\n::stop-commands::t\nb', 'a\n: :stop-commands::t\nb'],
    ['::::error::x', ': :::error::x'],
    ['std::vector, ::1 and #1', 'std::vector, ::1 and #1'],
    ['fe80::1', 'fe80::1'],
  ])('turns %j into %j', (text, shown) => {
    expect(withoutCommands(text)).toBe(shown);
  });
});

describe('jsonWithoutCommands', () => {
  it('is the same value, and no command', () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        const json = JSON.stringify({ value, text }, undefined, 2);
        const written = jsonWithoutCommands(json);

        expect(JSON.parse(written)).toEqual(JSON.parse(json));
        for (const line of written.split('\n')) expect(readCommand(line)).toBeUndefined();
      }),
    );
  });
});
