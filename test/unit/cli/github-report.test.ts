import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GitHubReport } from '../../../src/cli/github/github-report.ts';
import { githubRun } from '../../../src/cli/github/github-run.ts';
import { SummaryFile } from '../../../src/cli/github/summary-file.ts';
import type { Failure } from '../../../src/output/failure-text.ts';
import { pairsIn } from '../../action/runner/command-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ecsdeploy-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const failure: Failure = {
  exitCode: 5,
  code: 'service.not_found',
  message: 'there is no service weeb in cluster demo',
  suggestions: ['Did you mean web?'],
  details: {},
  causes: [],
};

describe('githubRun', () => {
  it('is the step that the environment names', () => {
    const step = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: '/o', GITHUB_STEP_SUMMARY: '', RUNNER_TEMP: '/t' };

    expect(githubRun(step)).toEqual({ outputFile: '/o', summaryFile: undefined, temporaryFolder: '/t' });
  });

  it.each([{}, { GITHUB_OUTPUT: '/o' }, { GITHUB_ACTIONS: 'false' }])('is none with %j', (environment) => {
    expect(githubRun(environment)).toBeUndefined();
  });
});

describe('a report to a step', () => {
  it('hides a secret before it is used, each of its lines, and once', () => {
    const { report, written } = reportTo({});

    report.hide(['hunter22', 'BEGIN%KEY\r\nabcdef\nno', 'hunter22', 'on']);

    expect(written()).toBe('::add-mask::hunter22\n::add-mask::BEGIN%25KEY\n::add-mask::abcdef\n');
  });

  it('tells of a command that failed before it had a result', () => {
    const { report, written } = reportTo({
      outputFile: at('output'),
      summaryFile: at('summary'),
      temporaryFolder: folder,
    });

    report.failed(failure, '{"ok":false}\n');

    expect(written()).toBe(
      '::error title=ecsdeploy deploy::there is no service weeb in cluster demo%0ADid you mean web?\n',
    );
    expect(read('summary')).toBe(
      '## ❌ `ecsdeploy deploy`: there is no service weeb in cluster demo\n\n- Did you mean web?\n\nExit code 5\n\n',
    );
    expect(read('output')).toMatch(/^outcome<<(\S+)\nerror\n\1\nexit-code<<\1\n5\n\1\n/);
    expect(pairsIn(read('output'))['result']).toMatch(/\.json$/);
  });

  it('calls a command that was interrupted so, and no error', () => {
    const { report } = reportTo({ outputFile: at('output') });

    report.failed({ ...failure, code: 'interrupted.sigint', exitCode: 130 }, '{}');

    expect(pairsIn(read('output'))).toMatchObject({ outcome: 'interrupted', 'exit-code': '130' });
  });

  it('says once that a file cannot be written, and goes on', () => {
    const { report, written } = reportTo({ outputFile: at('no/such/folder'), summaryFile: at('summary') });

    report.failed(failure, '{}');
    report.failed(failure, '{}');

    expect(
      written().match(/^::warning::the outputs of the step could not be written: ENOENT/gm),
    ).toHaveLength(1);
    expect(read('summary').match(/^## /gm)).toHaveLength(2);
  });

  it.each(['missing', 'a link to itself', 'a folder'])(
    'goes on when a signal comes and its files are %s',
    (what) => {
      const file = what === 'missing' ? at('no/such/folder') : at('loop');
      if (what === 'a folder') mkdirSync(file);
      if (what === 'a link to itself') symlinkSync(file, file);
      const { report, written } = reportTo({ outputFile: file, summaryFile: file });

      report.interrupted('SIGINT', 'detach');

      expect(written().match(/^::warning::the (?:summary|outputs) of the step/gm)).toHaveLength(2);
    },
  );

  it('begins on a line of its own where somebody has left one open', () => {
    writeFileSync(at('output'), 'cache=hit');
    writeFileSync(at('summary'), '<p>Built</p>');
    const { report } = reportTo({ outputFile: at('output'), summaryFile: at('summary') });

    report.failed(failure, '{}');

    expect(pairsIn(read('output'))).toMatchObject({ cache: 'hit', outcome: 'error' });
    // An empty line ends HTML: a heading right behind it would be part of it.
    expect(read('summary')).toMatch(/^<p>Built<\/p>\n\n## ❌/);
  });

  it('leaves nothing behind of what an earlier command of the step has handed on', () => {
    writeFileSync(at('output'), 'revision=web:6\nrollback-command=ecsdeploy rollback\n');
    const { report } = reportTo({ outputFile: at('output') });

    report.failed(failure, '{}');

    expect(pairsIn(read('output'))).toMatchObject({ revision: '', 'rollback-command': '', outcome: 'error' });
  });

  it('writes nothing where the step has no such files', () => {
    const { report, written } = reportTo({});

    report.failed(failure, '{}');

    expect(written().trim().split('\n')).toHaveLength(1);
  });
});

describe('the file of a summary', () => {
  it('keeps what others have written, and what was written for the time being until there is better', () => {
    writeFileSync(at('summary'), 'of an earlier command\n');
    const file = new SummaryFile(at('summary'));

    file.writeProvisionally('interrupted\n');
    const meanwhile = read('summary');
    const { size } = file;
    file.write('the end\n');

    expect(meanwhile).toBe('of an earlier command\n\n\ninterrupted\n');
    expect(size).toBe('of an earlier command\n'.length);
    expect(read('summary')).toBe('of an earlier command\n\n\nthe end\n');
  });

  it('takes nothing away that somebody has written behind it', () => {
    const file = new SummaryFile(at('summary'));

    file.writeProvisionally('interrupted\n');
    appendFileSync(at('summary'), 'of another program\n');
    file.write('the end\n');

    expect(read('summary')).toBe('interrupted\nof another program\n\n\nthe end\n');
  });
});

function reportTo(run: ConstructorParameters<typeof GitHubReport>[0]) {
  const texts: string[] = [];
  const report = new GitHubReport(run, 'ecsdeploy deploy', (text) => texts.push(text));
  return { report, written: () => texts.join('') };
}

function at(name: string): string {
  return path.join(folder, name);
}

function read(name: string): string {
  return readFileSync(at(name), 'utf8');
}
