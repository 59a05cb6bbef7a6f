import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';

const web = ['--cluster', 'demo', '--service', 'web', '--no-input'];

describe('approve, reject and abort, typed wrongly', () => {
  it.each(['approve', 'reject'])(
    '%s without a terminal wants to know which pause is meant, before AWS is asked anything',
    async (verb) => {
      const ran = await ecsdeploy(verb, ...web);

      expect(ran).toEqual({
        exitCode: 2,
        stdout: '',
        stderr:
          `Error: There is no terminal to ask on, and nothing says what to ${verb}\n` +
          '  Name the pause: --expect <deployment>/<hook>, as the release that waits has printed it.\n' +
          '  Or take the one that waits, whichever it is: --yes.\n',
      });
    },
  );

  it.each([
    [['approve', ...web, '--expect', 'abc'], '--expect: "abc" does not name a pause: it has to be'],
    [
      ['reject', ...web, '--expect', 'abc/pause-1'],
      '--expect: "abc/pause-1" does not name a pause: it has to be',
    ],
    [['approve', 'a', 'b'], 'Unexpected argument: b'],
    [['approve', ...web, '--yes', '--until', 'lunch'], '--until: "lunch" is no place to follow a release to'],
    [['approve', ...web, '--yes', '--timeout', '5'], '--timeout: "5" is not a duration'],
    [['reject', ...web, '--timeout', '5m'], '--timeout is not a flag of ecsdeploy reject'],
    [['abort', ...web, '--yes'], '--yes is not a flag of ecsdeploy abort'],
    [['abort', 'a', 'b'], 'Unexpected argument: b'],
  ])('%j', async (argv, sentence) => {
    const ran = await ecsdeploy(...argv);

    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr.split('\n')[0]).toContain(`Error: ${sentence}`);
  });

  it('says it in the document under --json too', async () => {
    const ran = await ecsdeploy('approve', ...web, '--json');

    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      exitCode: 2,
      error: {
        code: 'usage.consent_missing',
        suggestions: [expect.stringContaining('--expect'), expect.anything()],
      },
    });
  });
});
