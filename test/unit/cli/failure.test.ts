import { Errors } from '@oclif/core';
import { describe, expect, it } from '@jest/globals';
import { failureFrom } from '../../../src/cli/failure.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import { failureText } from '../../../src/output/failure-text.ts';
import { plain } from '../output/plain-palette.ts';

const context = { command: 'ecsdeploy deploy', flags: ['timeout', 'image'] };

describe('a failure', () => {
  it('tells the sentence, then what to do next', () => {
    const cause = new Error('socket hang up');
    const error = new EcsdeployError({
      code: 'service.not_found',
      message: 'there is no service "wbe"',
      suggestions: ['Did you mean web?'],
      cause,
    });
    const failure = failureFrom(error, context);

    expect(failure).toMatchObject({ exitCode: 5, code: 'service.not_found', details: {} });
    expect(failureText(failure, plain)).toBe('Error: there is no service "wbe"\n  Did you mean web?\n');
    expect(failureText(failure, plain, { verbose: true })).toBe(
      'Error: there is no service "wbe"\n  caused by: Error: socket hang up\n  Did you mean web?\n',
    );
  });

  it("takes the parser's errors for wrong usage, and knows near flags", () => {
    const failure = failureFrom(
      new Errors.CLIError('Nonexistent flag: --timout\nSee more help with --help'),
      context,
    );

    expect(failure).toMatchObject({
      exitCode: 2,
      code: 'usage.unknown_flag',
      message: '--timout is not a flag of ecsdeploy deploy',
      suggestions: ['Did you mean --timeout?', 'Run ecsdeploy deploy --help for its flags.'],
    });
  });

  it('shows a stack only for a bug, and where to report it', () => {
    const failure = failureFrom(new TypeError('x is undefined'), {
      ...context,
      bugs: 'https://bugs.example',
    });

    expect(failure.exitCode).toBe(1);
    const text = failureText(failure, plain);
    expect(text).toMatch(/^Error: this is a bug in ecsdeploy: x is undefined\n {2}at /);
    expect(text).toMatch(/Please report it at https:\/\/bugs\.example with .*\n$/);
  });

  it('takes an error code that the table lacks for a bug', () => {
    expect(failureFrom(new EcsdeployError({ code: 'nobody.knows', message: 'x' }), context).exitCode).toBe(1);
  });

  it('keeps a message of several lines apart, and makes it harmless', () => {
    const error = new EcsdeployError({ code: 'config.invalid', message: '2 problems:\na\u001B[31m\nb' });

    expect(failureText(failureFrom(error, context), plain)).toBe('Error: 2 problems:\n  a\n  b\n');
  });
});
