import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';

const web = ['--cluster', 'demo', '--service', 'web', '--no-input'];

describe('revisions prune and images protect, typed wrongly', () => {
  it('prune without a terminal deletes nothing that nobody has agreed to, before AWS is asked anything', async () => {
    expect(await ecsdeploy('revisions', 'prune', ...web, '--keep', '3', '--delete')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'Error: There is no terminal to ask on, and deleting revisions cannot be undone\n' +
        '  Look first with --dry-run, then say --yes.\n',
    });
  });

  it.each([
    [['revisions', 'prune', ...web], 'Missing required flag keep'],
    [['revisions', 'prune', ...web, '--keep', '0'], '--keep: "0" is not a whole number from 1 to 1000'],
    [['revisions', 'prune', ...web, '--keep', 'all'], '--keep: "all" is not a whole number from 1 to 1000'],
    [['revisions', 'prune', 'a', 'b', '--keep', '3'], 'Unexpected argument: b'],
    [['images', 'protect', ...web, '--keep', '1.5'], '--keep: "1.5" is not a whole number from 1 to 100'],
    [['images', 'protect', ...web, '--delete'], '--delete is not a flag of ecsdeploy images protect'],
  ])('%j', async (argv, sentence) => {
    const ran = await ecsdeploy(...argv);

    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr.split('\n')[0]).toContain(`Error: ${sentence}`);
  });

  it('says it in the document under --json too', async () => {
    const ran = await ecsdeploy('revisions', 'prune', ...web, '--keep', '3', '--delete', '--json');

    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      exitCode: 2,
      error: { code: 'usage.consent_missing' },
    });
  });
});
