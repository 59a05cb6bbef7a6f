import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { actionArguments } from '../../../../src/cli/action/action-arguments.ts';
import { readInputs, type InputName } from '../../../../src/cli/action/action-inputs.ts';

/** As GitHub hands them over: all of them, and '' for what a workflow leaves out. */
function argumentsOf(given: Partial<Record<InputName, string>>): string[] {
  const none = { config: '', environment: '', service: '', image: '', strategy: '', args: '' };
  const all = { command: 'deploy', ...none, 'working-directory': '.', ...given };
  return actionArguments(readInputs(JSON.stringify(all))!.inputs);
}

describe('the command line of a step', () => {
  it.each<[string, Partial<Record<InputName, string>>, string[]]>([
    ['nothing but the default', {}, ['deploy']],
    ['an empty command', { command: ' ' }, ['deploy']],
    ['a command of two words', { command: ' history  list ' }, ['history', 'list']],
    [
      'a line that ecsdeploy has printed',
      { command: 'ecsdeploy approve --cluster demo --service web --expect dA/ecs-pause-1', args: '--yes' },
      ['approve', '--cluster', 'demo', '--service', 'web', '--expect', 'dA/ecs-pause-1', '--yes'],
    ],
    ['the name of the program alone', { command: 'ecsdeploy' }, []],
    [
      'everything',
      {
        command: 'deploy',
        config: 'deploy/ecs.yml',
        environment: 'production',
        service: 'web',
        image: 'repo/web:1',
        strategy: 'CANARY',
        args: '--timeout 30m',
        'working-directory': 'services/web',
      },
      [
        ...['deploy', '--service=web', '--config=deploy/ecs.yml', '--environment=production'],
        ...['--image=repo/web:1', '--strategy=CANARY', '--timeout', '30m'],
      ],
    ],
    ['a path with a blank', { config: ' my files/ecs.yml\n' }, ['deploy', '--config=my files/ecs.yml']],
    ['several services', { service: 'api, worker\nweb' }, ['deploy', 'api', 'worker', 'web']],
    ['one service and a comma', { service: 'api,' }, ['deploy', '--service=api']],
    [
      'a service of the file only',
      { command: 'push --tag v1', service: 'web' },
      ['push', '--tag', 'v1', 'web'],
    ],
    ['the same of two words', { command: 'config show', service: 'web' }, ['config', 'show', 'web']],
    ['commas only', { service: ' , ' }, ['deploy']],
    ['several images', { image: 'web=a:1\n  log=b:2\n' }, ['deploy', '--image=web=a:1', '--image=log=b:2']],
    [
      'arguments in several lines',
      { args: "--cluster demo\n--reason 'it is time'\n--dry-run\n" },
      ['deploy', '--cluster', 'demo', '--reason', 'it is time', '--dry-run'],
    ],
  ])('%s', (_, given, expected) => {
    expect(argumentsOf(given)).toEqual(expected);
  });

  it('never takes a value for a flag, but in command and args', () => {
    const value = fc.stringMatching(/^-{1,2}[a-z]{1,10}$/);
    fc.assert(
      fc.property(
        value,
        fc.constantFrom('config', 'environment', 'service', 'image', 'strategy'),
        (text, name) => {
          expect(argumentsOf({ [name]: text })).toEqual(['deploy', `--${name}=${text}`]);
        },
      ),
    );
  });

  it('refuses a flag among several services', () => {
    expect(() => argumentsOf({ service: 'api --atomic' })).toThrow(
      expect.objectContaining({
        code: 'usage.action_service',
        message: '"--atomic" in the input service is a flag and no name',
      }),
    );
  });

  it.each([
    ['--message "half', 'the input args has a double quote that is never closed (line 1, column 11)'],
    ["--a\n --message 'half", 'the input args has a single quote that is never closed (line 2, column 12)'],
    ['--message \\', 'the input args has a backslash with nothing after it (line 1, column 11)'],
  ])('refuses %j by its place alone, since the text may hold a secret', (args, message) => {
    expect(() => argumentsOf({ args })).toThrow(
      expect.objectContaining({ code: 'usage.action_arguments_unended', message, details: {} }),
    );
  });
});
