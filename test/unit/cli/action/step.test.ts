import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { commandLineOfStep } from '../../../../src/cli/action/step.ts';
import { inputNames } from '../../../../src/cli/action/action-inputs.ts';
import { EcsdeployError } from '../../../../src/model/error.ts';

function start(inputs: unknown): { argv: string[]; said: string; env: Record<string, string | undefined> } {
  const env = { ECSDEPLOY_ACTION_INPUTS: JSON.stringify(inputs), PATH: '/bin' };
  let said = '';
  const write = (text: string) => {
    said += text;
  };
  return { argv: commandLineOfStep({ env, stderr: { write } }), said, env };
}

describe('a step of a workflow', () => {
  it('takes names without case, as GitHub does', () => {
    expect(start({ Command: 'status', SERVICE: 'web', 'Working-Directory': '.' })).toMatchObject({
      argv: ['status', '--service=web'],
      said: '',
    });
  });

  it('warns of an input that nobody knows, once each, and goes on without it', () => {
    const { argv, said } = start({ command: 'status', enviroment: 'staging', zebra: 'x' });

    expect(argv).toEqual(['status']);
    expect(said.split('\n')).toEqual([
      '::warning title=ecsdeploy::"enviroment" is no input of ecsdeploy and does nothing. Did you mean environment?',
      `::warning title=ecsdeploy::"zebra" is no input of ecsdeploy and does nothing. The inputs are ${inputNames.join(', ')}.`,
      '',
    ]);
  });

  it('says one line of each unknown input, and only a warning, whatever its name is', () => {
    const hostile = fc.array(
      fc.constantFrom('::error::', '\n', '\r', '%0A', '%', '\u2028', '\u001B[2J', 'x', '::'),
    );
    const name = fc.oneof(
      hostile.map((pieces) => `?${pieces.join('')}`),
      fc.string().map((text) => `?${text}`),
    );
    fc.assert(
      fc.property(name, (unknown) => {
        const { said } = start({ [unknown]: 'value' });
        const [line = '', ...rest] = said.split(/[\n\r\u2028\u0085]/);

        expect(rest).toEqual(['']);
        expect(line).toMatch(/^::warning title=ecsdeploy::"\?/);
        expect(line.replaceAll(/%(25|0A|0D)/g, '')).not.toContain('%');
      }),
    );
  });

  it('repeats no value of an input that it does not know', () => {
    expect(start({ arg: '--build-arg KEY=hush' }).said).not.toContain('hush');
  });

  it('leaves the inputs to nobody else', () => {
    expect(start({ args: '--build-arg KEY=hush' }).env).toEqual({ PATH: '/bin' });
  });

  it.each([
    ['not set', undefined, /is not set: bin\/action\.js is run by action\.yml/],
    ['empty', '', /is no JSON object of texts/],
    ['no JSON', '{"args": hush', /is no JSON object of texts/],
    ['a list', '["hush"]', /is no JSON object of texts/],
    ['null', 'null', /is no JSON object of texts/],
    ['an object of other things', '{"args":["hush"]}', /is no JSON object of texts/],
  ])('is refused where the variable is %s, without a word of what is in it', (_, text, message) => {
    const env = text === undefined ? {} : { ECSDEPLOY_ACTION_INPUTS: text };
    let thrown: unknown;
    try {
      commandLineOfStep({ env, stderr: { write: () => undefined } });
    } catch (error) {
      thrown = error;
    }

    expect(thrown).toBeInstanceOf(EcsdeployError);
    expect(thrown).toMatchObject({ code: 'usage.action_inputs', message: expect.stringMatching(message) });
    expect(thrown).not.toMatchObject({ cause: expect.anything() });
    expect((thrown as Error).message).not.toContain('hush');
  });
});
