import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { EcsdeployError } from '../../model/error.ts';
import type { Change } from './changes.ts';

/** A changed file that nobody could build from either. */
class UnreadableChange extends EcsdeployError {
  constructor(name: string, cause: unknown) {
    const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
    super({
      code: 'build.unreadable_file',
      message: `the changed file ${name} cannot be read: ${why}`,
      suggestions: ['Make it readable, remove it, or name it in .gitignore.'],
      details: { file: name },
      cause,
    });
  }
}

/**
 * SHA-256 over the changes, in hexadecimal digits. It covers names, contents and what git keeps of modes, and nothing of
 * the machine: the same changes have the same hash everywhere. What is hashed are the files themselves, not a diff, whose
 * text depends on versions and settings of git.
 * @throws UnreadableChange
 */
export async function hashChanges(root: string, changes: readonly Change[]): Promise<string> {
  const hash = createHash('sha256');
  add(hash, 'ecsdeploy changes, version 1');
  for (const change of changes) {
    const [mode, content] = await describe(root, change);
    add(hash, change.name);
    add(hash, mode);
    add(hash, content);
  }
  return hash.digest('hex');
}

// The length before each part, so that no two lists of parts are the same bytes.
function add(hash: Hash, part: string | Buffer): void {
  hash.update(`${Buffer.byteLength(part)}:`).update(part);
}

type Described = readonly [mode: string, content: string | Buffer];
const gone: Described = ['gone', ''];

async function describe(root: string, { name, shown, now }: Change): Promise<Described> {
  if (now.kind === 'gone') return gone;
  if (now.kind === 'repository') return ['repository', now.sha];
  const file = Buffer.concat([Buffer.from(`${root}/`), name]);
  try {
    const status = await lstat(file);
    if (status.isSymbolicLink()) return ['link', await readlink(file, { encoding: 'buffer' })];
    if (!status.isFile()) return ['other', ''];
    // Of a tracked file git knows it better: a file system may have no such bit.
    const isExecutable = now.kind === 'file' ? now.isExecutable : (status.mode & 0o100) !== 0;
    return [isExecutable ? 'executable' : 'file', await digestOf(file)];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return gone;
    throw new UnreadableChange(shown, error);
  }
}

async function digestOf(file: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
