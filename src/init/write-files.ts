import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EcsdeployError } from '../model/error.ts';
import type { InitialFile } from '../model/initialised.ts';

/** Somebody's work lies where a file would be written. */
class FileExists extends EcsdeployError {
  constructor(files: readonly string[]) {
    const [verb, them] = files.length === 1 ? ['is', 'it'] : ['are', 'them'];
    super({
      code: 'refused.file_exists',
      message: `${files.join(' and ')} ${verb} there already, and nothing was written`,
      suggestions: [`Look at what would be written with --dry-run, or replace ${them} with --force.`],
      details: { files },
    });
  }
}

/** A configuration under another name, beside which a second would be read by nobody. */
class OtherConfig extends EcsdeployError {
  constructor(file: string) {
    super({
      code: 'refused.other_config',
      message: `${file} is there already, and of two configuration files neither would be read`,
      suggestions: ['Remove it, or write to another folder with --directory.'],
      details: { file },
    });
  }
}

class Unwritable extends EcsdeployError {
  constructor(file: string, why: string, cause?: unknown) {
    super({
      code: 'config.unwritable',
      message: `${file} cannot be written: ${why}`,
      suggestions: ['Check the folder and its permissions, or choose another with --directory.'],
      details: { file },
      cause,
    });
  }
}

export interface WriteOrder {
  readonly directory: string;
  /** Paths relative to the directory; the configuration last. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Whether files that are there are replaced. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

/**
 * Writes all files or none: each is written whole beside its place first, and put there when all are.
 * @returns the files as written, or as they would be
 * @throws FileExists, OtherConfig, Unwritable
 */
export async function writeFiles({
  directory,
  files,
  force,
  dryRun,
}: WriteOrder): Promise<readonly InitialFile[]> {
  if (!(await isThere(`${directory}${path.sep}`))) throw new Unwritable(directory, 'there is no such folder');
  for (const other of ['ecsdeploy.yaml', 'ecsdeploy.json']) {
    const file = path.join(directory, other);
    if (await isThere(file)) throw new OtherConfig(file);
  }
  const planned: InitialFile[] = [];
  for (const { path: relative, text } of files) {
    const file = path.join(directory, relative);
    planned.push({ path: file, text, replaces: await isThere(file) });
  }
  const there = planned.filter(({ replaces }) => replaces).map((one) => one.path);
  if (there.length > 0 && !force && !dryRun) throw new FileExists(there);
  if (!dryRun) await putAll(planned);
  return planned;
}

async function putAll(files: readonly InitialFile[]): Promise<void> {
  const beside = files.map((file) => ({ ...file, temporary: `${file.path}.${randomUUID()}.tmp` }));
  try {
    for (const { path: file, temporary, text } of beside) {
      await told(file, () => writeFile(temporary, text, { flag: 'wx' }));
    }
    for (const { path: file, temporary } of beside) await told(file, () => rename(temporary, file));
  } finally {
    // What is left over matters less than what went wrong.
    for (const { temporary } of beside) await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function told(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new Unwritable(file, (error as NodeJS.ErrnoException).code ?? String(error), error);
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new Unwritable(file, code ?? String(error), error);
  }
}
