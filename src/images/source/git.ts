import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { GitFailed, GitMissing } from './git-errors.ts';

/** What git said. `code` is null when a signal ended it. */
export interface GitAnswer {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const mostOutput = 64 * 1024 * 1024;
const mostErrors = 8 * 1024;

/**
 * Runs git about a directory: without a shell, without prompts, without taking locks, and without asking any server.
 * @throws GitMissing, GitFailed when it says too much
 */
export async function git(directory: string, args: readonly string[]): Promise<GitAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = await run(directory, args, (chunk) => {
    length += chunk.length;
    if (length > mostOutput) throw tooMuch(directory, args);
    chunks.push(chunk);
  });
  return { ...end, stdout: Buffer.concat(chunks) };
}

/**
 * The NUL-terminated records that git prints with `-z`, as bytes: names of files need not be text. Records that are not
 * kept cost no memory.
 * @throws GitMissing, GitFailed when it says too much
 */
export async function gitRecords(
  directory: string,
  args: readonly string[],
  keep: (record: Buffer) => boolean = () => true,
): Promise<Omit<GitAnswer, 'stdout'> & { readonly records: readonly Buffer[] }> {
  const records: Buffer[] = [];
  let length = 0;
  let rest = Buffer.alloc(0);
  const end = await run(directory, args, (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = rest.indexOf(0); to !== -1; to = rest.indexOf(0, from)) {
      const record = rest.subarray(from, to);
      from = to + 1;
      if (!keep(record)) continue;
      length += record.length;
      if (length > mostOutput) throw tooMuch(directory, args);
      records.push(record);
    }
    rest = rest.subarray(from);
  });
  return { ...end, records };
}

async function run(
  directory: string,
  args: readonly string[],
  onOutput: (chunk: Buffer) => void,
): Promise<Omit<GitAnswer, 'stdout'>> {
  // A file system monitor would be a program of the repository's choice, left running.
  const child = spawn('git', ['-C', directory, '-c', 'core.fsmonitor=false', ...args], {
    env: environmentOfGit(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let stderr = Buffer.alloc(0);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const [code] = await Promise.all([
      ended,
      consume(child.stdout, onOutput),
      consume(child.stderr, (chunk) => {
        if (stderr.length < mostErrors) stderr = Buffer.concat([stderr, chunk]).subarray(0, mostErrors);
      }),
    ]);
    return { code, stderr: stderr.toString('utf8') };
  } catch (error) {
    child.kill();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new GitMissing(directory, error);
    throw error;
  }
}

async function consume(stream: Readable, onChunk: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of stream) onChunk(chunk as Buffer);
}

function tooMuch(directory: string, [command = 'git']: readonly string[]): GitFailed {
  return new GitFailed(directory, command, `it printed more than ${mostOutput} bytes`);
}

/**
 * What git is let known: where programs and its own configuration are. Nothing else, so that no secret gets there, nor
 * what a hook says about another repository (`GIT_DIR`, `GIT_INDEX_FILE`).
 */
const known =
  /^(?:PATH|PATHEXT|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|XDG_CONFIG_HOME|SUDO_UID|LD_LIBRARY_PATH|DEVELOPER_DIR|SystemRoot|windir|ComSpec|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|ProgramData|ProgramFiles|GIT_CONFIG_\w+|GIT_EXEC_PATH|GIT_CEILING_DIRECTORIES|GIT_DISCOVERY_ACROSS_FILESYSTEM)$/i;

function environmentOfGit(): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => known.test(name))),
    // Its messages are read, so they must be in English.
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    // What is compared is what was committed, not what stands in for it in this clone.
    GIT_NO_REPLACE_OBJECTS: '1',
    // A partial clone would fetch what it lacks; older versions only heed the second.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
  };
}
