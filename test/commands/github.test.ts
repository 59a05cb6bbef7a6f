import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCommand } from '../unit/output/github/read-command.ts';
import { ecsdeploy, type Ran } from './run.ts';
import { withEnv, withFiles } from './surroundings.ts';

interface Step extends Ran {
  readonly outputs: string;
  readonly summary: string;
}

/** A command as a step of GitHub Actions runs it. */
async function inStep(...argv: string[]): Promise<Step> {
  return await inStepWith({}, (folder) => ({ argv, workspace: folder }));
}

/** The same with files in its folder. */
async function inStepWith(
  contents: Readonly<Record<string, string>>,
  step: (folder: string) => { readonly argv: readonly string[]; readonly workspace: string },
): Promise<Step> {
  return await withFiles(contents, (folder) => {
    const { argv, workspace } = step(folder);
    const files = {
      GITHUB_OUTPUT: path.join(folder, 'output'),
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
    };
    const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    const variables = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace, RUNNER_TEMP: folder };
    return withEnv({ ...variables, ...files }, async () => {
      const ran = await ecsdeploy(...argv);
      return { ...ran, outputs: read(files.GITHUB_OUTPUT), summary: read(files.GITHUB_STEP_SUMMARY) };
    });
  });
}

describe('in a step of GitHub Actions', () => {
  it('wrong usage is an annotation, outputs and a summary', async () => {
    const { exitCode, stdout, stderr, outputs, summary } = await inStep('deploy', '--servcie', 'web');

    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')[0]).toMatch(
      /^::error title=ecsdeploy deploy::--servcie is not a flag of ecsdeploy deploy%0ADid you mean --service\?/,
    );
    expect(outputs).toMatch(/^outcome<<(\S+)\nerror\n\1\nexit-code<<\1\n2\n\1\n/);
    expect(summary).toMatch(/^## ❌ `ecsdeploy deploy`: \\--servcie is not a flag of ecsdeploy deploy\n/);
  });

  describe('a file that is wrong', () => {
    const wrong = { 'ecsdeploy.yml': 'version: 1\ncluster: demo\nservcies: {}\nx, y: 1\n' };
    const deploy = (folder: string): string[] => ['deploy', '--config', path.join(folder, 'ecsdeploy.yml')];
    const errorsIn = ({ stderr }: Ran): string[] =>
      stderr.split('\n').filter((line) => line.startsWith('::error'));

    it('is annotated at each of its lines, in words that the log has as well', async () => {
      const ran = await inStepWith(wrong, (folder) => ({ argv: deploy(folder), workspace: folder }));

      expect(errorsIn(ran)).toEqual([
        '::error file=ecsdeploy.yml,line=3,col=1,title=ecsdeploy deploy::servcies is no member of the configuration',
        '::error file=ecsdeploy.yml,line=4,col=1,title=ecsdeploy deploy::["x, y"] is no member of the configuration',
      ]);
      expect(ran.stderr).toContain('Did you mean services instead of servcies?');
    });

    it('is one annotation, and no link to nowhere, where it is outside of the repository', async () => {
      const elsewhere = (folder: string): string => `${folder}-checkout`;
      const ran = await inStepWith(wrong, (folder) => ({
        argv: deploy(folder),
        workspace: elsewhere(folder),
      }));

      const [first = '', ...others] = errorsIn(ran);
      expect(first).toMatch(/^::error title=ecsdeploy deploy::2 problems:%0A/);
      expect(others).toEqual([]);
    });
  });

  it('standard output is one document under --json, whatever it says', async () => {
    const { stdout, stderr } = await inStep('explain', '##[add-mask]web CannotPullContainerError', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(stdout).not.toContain('##[');
    expect(stderr).toBe('');
  });

  it.each([
    ['deploy', '--to', '::set-output name=digest::evil'],
    ['rollback', '--cluster', 'demo', '--service', 'web', '--to', '##[add-mask]web'],
    ['explain', '::error::CannotPullContainerError: ##[error]x'],
    ['deploy', '\n::stop-commands::x'],
  ])('nothing that is printed is a command but our own: %j', async (...argv) => {
    const { stdout, stderr } = await inStep(...argv);

    const commands = `${stdout}\n${stderr}`.split('\n').flatMap((line) => readCommand(line)?.name ?? []);
    expect(commands.filter((name) => !['error', 'warning', 'group', 'endgroup'].includes(name))).toEqual([]);
    expect(stderr.split('\n').filter((line) => line.startsWith('::error')).length).toBeLessThanOrEqual(1);
  });

  it('what releases nothing and is no check leaves the page alone', async () => {
    const { exitCode, outputs, summary } = await inStep('exit-codes');

    expect([exitCode, summary]).toEqual([0, '']);
    expect(outputs).toContain('\nsucceeded\n');
  });

  it.each([
    ['shop.example', 'must be a URL that begins with http:// or https://'],
    ['https://me:hunter22@shop.example', 'must not hold a login'],
  ])('a URL of an environment that everybody may see: not %s', async (url, message) => {
    const { exitCode, stderr } = await inStep('deploy', '--environment-url', url);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter22');
  });

  it('a document that is handed on as it is stays the same value, and is no command either', async () => {
    const argv = ['iam', 'policy', '--offline', '--cluster', 'a##[add-mask]b', '--service', 'web'];
    const { stdout, outputs } = await inStep(...argv);

    expect(stdout).not.toContain('##[');
    expect(JSON.stringify(JSON.parse(stdout))).toContain('a##[add-mask]b');
    expect(outputs).toContain('\nsucceeded\n');
  });

  it('is not told of where no such step runs it', async () => {
    await withFiles({}, async (folder) => {
      const file = path.join(folder, 'output');
      const { stderr } = await withEnv({ GITHUB_OUTPUT: file }, () =>
        ecsdeploy('deploy', '--servcie', 'web'),
      );

      expect(stderr).not.toContain('::');
      expect(existsSync(file)).toBe(false);
    });
  });
});
