import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';
import { withEnv } from './surroundings.ts';

describe('what all commands share', () => {
  it('takes --json from its variable, before the flags are parsed', async () => {
    const ran = await withEnv({ ECSDEPLOY_JSON: 'true' }, () => ecsdeploy('exit-codes', '--wrong'));

    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, exitCode: 2 });
  });

  it('prints an error on stderr only, without an escape sequence', async () => {
    const ran = await ecsdeploy('sandbox', 'advance', 'soon');

    expect(ran).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'Error: "soon" is not a duration\n  Write a number and a unit, such as 90s, 10m, 1h30m.\n',
    });
  });

  it('names the flag whose value is wrong', async () => {
    const ran = await ecsdeploy('deploy', '--timeout', '5');

    expect(ran.stderr).toBe(
      'Error: --timeout: "5" is not a duration\n  Write a number and a unit, such as 90s, 10m, 1h30m.\n',
    );
  });

  it.each([
    [['sandbox', 'advance'], '<duration> is missing'],
    [['sandbox', 'behave', 'a/b:1', '--error-rate', '2'], '--error-rate: "2" is not a number from 0 to 1'],
    [
      ['sandbox', 'behave', 'a/b:1', '--health', 'ill'],
      'Expected --health=ill to be one of: healthy, unhealthy, none',
    ],
    [['sandbox', 'start', '--port', 'x'], '--port: Expected an integer but received: x'],
    [['deploy', '--image', '???'], '--image: "???" is not an image reference'],
    [['rollback', 'a', 'b'], 'Unexpected argument: b'],
    [['deploy', '--quiet', '--verbose'], '--verbose=true cannot also be provided when using --quiet'],
  ])('%j: %s', async (argv, sentence) => {
    const ran = await ecsdeploy(...argv);

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr.split('\n')[0]).toBe(`Error: ${sentence}`);
  });

  it('colours an error where colour is forced, and not against NO_COLOR', async () => {
    const wrong = () => ecsdeploy('exit-codes', '--wrong');

    const forced = await withEnv({ FORCE_COLOR: '1', NO_COLOR: undefined }, wrong);
    const refused = await withEnv({ FORCE_COLOR: '1', NO_COLOR: '1' }, wrong);
    const byFlag = await withEnv({ FORCE_COLOR: '1', NO_COLOR: undefined }, () =>
      ecsdeploy('exit-codes', '--wrong', '--no-color'),
    );

    expect(forced.stderr).toContain('\u001B[31m');
    expect(refused.stderr).not.toContain('\u001B');
    expect(byFlag.stderr).not.toContain('\u001B');
  });

  it('does not guess what a misspelt command means', async () => {
    await expect(ecsdeploy('deplyo')).rejects.toMatchObject({
      code: 'usage.unknown_command',
      suggestions: ['Did you mean ecsdeploy deploy?', 'Run ecsdeploy --help for its commands.'],
    });
  });

  it('lists the exit codes', async () => {
    const ran = await ecsdeploy('exit-codes', '--json');

    expect(ran.exitCode).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: true,
      exitCodes: expect.arrayContaining([
        expect.objectContaining({ exit: 20, outcomes: ['failed-rolled-back'] }),
      ]),
    });
  });
});
