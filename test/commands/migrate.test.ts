import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';

const shop = ['migrate', 'codedeploy-to-native', '--cluster', 'demo', '--service', 'shop'];

describe('migrate codedeploy-to-native', () => {
  it('without --dry-run says that it only prints, before AWS is asked anything', async () => {
    expect(await ecsdeploy(...shop)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'Error: This version only prints what a migration takes, and changes nothing\n' +
        '  Add --dry-run, and take the steps that it prints.\n',
    });
  });

  it('says so in the document under --json too', async () => {
    const ran = await ecsdeploy(...shop, '--json');

    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      exitCode: 2,
      error: { code: 'usage.dry_run_only' },
    });
  });
});
