import { Parser } from '@oclif/core';
import { describe, expect, it } from '@jest/globals';
import Rollback from '../../src/commands/rollback.ts';
import { ecsdeploy } from './run.ts';

const web = ['rollback', '--cluster', 'demo', '--service', 'web', '--no-input'];

describe('rollback', () => {
  it.each([
    [['--to', '-2'], '-2'],
    [['--to=-2'], '-2'],
    [['--to', '2 hours ago'], '2 hours ago'],
    [['--to', 'web:41', '-y'], 'web:41'],
  ])('takes %j for a release', async (argv, to) => {
    const { flags } = await Parser.parse(argv, { flags: Rollback.flags, args: Rollback.args });

    expect(flags.to).toBe(to);
  });

  it.each([
    ['-0', 'that is what serves now'],
    ['-2x', 'only a whole number stands behind the minus'],
    ['a while ago', 'write it as 2 hours ago, 90m ago or 1d ago'],
    ['2999-01-01', 'that time is still to come'],
    ['', 'it is empty'],
  ])('refuses --to %j before AWS is asked anything', async (to, why) => {
    const ran = await ecsdeploy(...web, '--to', to);

    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr.split('\n')[0]).toBe(`Error: --to: "${to}" names no release to go back to: ${why}`);
  });

  it('says so in the document under --json too', async () => {
    const ran = await ecsdeploy(...web, '--to', '-0', '--json');

    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, exitCode: 2 });
  });
});
