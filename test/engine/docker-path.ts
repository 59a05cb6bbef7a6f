import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** How long an engine may take to answer, in milliseconds. */
export const patience = 5000;

/** The first `docker` on the path behind which an engine answers, looked for once per test file; undefined if there is none. */
export const dockerPath: string | undefined = clients().find(answers);

function clients(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, 'docker')).filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `docker version` ends well only if the server's half is there too. */
function answers(client: string): boolean {
  const { status } = spawnSync(client, ['version'], { stdio: 'ignore', timeout: patience });
  return status === 0;
}
