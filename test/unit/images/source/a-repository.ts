import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

// Nobody's own settings take part; the code under test hands these two on to git.
process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
process.env['GIT_CONFIG_SYSTEM'] = '/dev/null';

const person = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, symbolic links followed; it is gone after the tests of the file. */
export function aFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'ecsdeploy-git-')));
  folders.push(folder);
  return folder;
}

/** Runs git and gives what it prints. */
export function run(directory: string, ...args: string[]): string {
  return execFileSync('git', ['-C', directory, '-c', 'protocol.file.allow=always', ...args], {
    env: { ...process.env, ...person },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Writes files below a folder. */
export function write(directory: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), content);
  }
}

/** Commits all that is there and gives the SHA. */
export function commitAll(directory: string, message = 'change'): string {
  run(directory, 'add', '--all');
  run(directory, 'commit', '--quiet', '--allow-empty', '--message', message);
  return run(directory, 'rev-parse', 'HEAD');
}

/** A repository on the branch main with one commit. */
export function aRepository(
  files: Readonly<Record<string, string | Buffer>> = { Dockerfile: 'FROM scratch\n', 'app.txt': 'one\n' },
  ...init: string[]
): string {
  const root = aFolder();
  run(root, 'init', '--quiet', '--initial-branch=main', ...init);
  write(root, files);
  commitAll(root, 'first');
  return root;
}
