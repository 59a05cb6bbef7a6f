import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { gitAnswerFor, type AskGit } from '../model/git-values.ts';
import type { Variables } from '../model/interpolation.ts';
import { dataFormatOf, parseDataDocument } from '../model/parse-data-document.ts';
import type { AppSpec } from './app-spec.ts';
import { InvalidAppSpec } from './invalid-app-spec.ts';
import { parseAppSpec } from './parse.ts';
import { UnreadableAppSpec } from './unreadable-app-spec.ts';

// An AppSpec has a few hundred bytes; a megabyte is a file of something else.
const largest = 1024 * 1024;

export interface LoadAppSpecOptions {
  readonly file: string;
  /** The file as it stands in messages. */
  readonly shownAs: string;
  /** What `${env:NAME}` reads from. */
  readonly variables: Variables;
  /** What `${git:sha}` and `${git:branch}` read from; only asked when the file holds one of them. */
  readonly git?: AskGit | undefined;
}

/**
 * Reads an AppSpec file, JSON or YAML, as somebody wrote it.
 * @throws UnreadableAppSpec, and InvalidAppSpec with everything that is wrong in it
 */
export async function loadAppSpec({ file, shownAs, variables, git }: LoadAppSpecOptions): Promise<AppSpec> {
  const bytes = await readFile(file, shownAs);
  const data = parseDataDocument(bytes, dataFormatOf(file, bytes));
  const value = data.kind === 'document' ? data.document.value : null;
  const answer = await gitAnswerFor(value, 'keep', git, path.dirname(file));
  const parsed = parseAppSpec({ bytes, file, variables, git: answer });
  if (parsed.kind === 'problems') throw new InvalidAppSpec(shownAs, parsed.problems);
  return parsed.appSpec;
}

async function readFile(file: string, shownAs: string): Promise<Uint8Array> {
  try {
    const real = await realpath(file);
    // A published trick: a harmless name as a link to a private file, of which messages would show a line.
    if (path.basename(real) !== path.basename(file) && !/\.(?:json|ya?ml)$/i.test(real)) {
      const why = `this is a link to ${path.basename(real)}, which is no JSON or YAML file`;
      throw new UnreadableAppSpec(shownAs, why);
    }
    const handle = await open(real, 'r');
    try {
      const status = await handle.stat();
      if (status.isDirectory()) throw new UnreadableAppSpec(shownAs, 'this is a directory, not an AppSpec');
      if (!status.isFile()) throw new UnreadableAppSpec(shownAs, 'this is no regular file');
      if (status.size > largest) {
        const why = `the file has ${status.size} bytes, at most ${largest} are read`;
        throw new UnreadableAppSpec(shownAs, why);
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UnreadableAppSpec) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    const why = isMissing ? 'there is no such file' : `the file cannot be read (${code ?? String(error)})`;
    throw new UnreadableAppSpec(shownAs, why, error);
  }
}
