import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The files that a step may write orders into, new for each step; by the variable that names them. */
export type CommandFiles = Readonly<Record<(typeof variables)[number], string>>;

const variables = [
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_PATH',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
] as const;

export async function newCommandFiles(temporary: string): Promise<CommandFiles> {
  const folder = path.join(temporary, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  const named = variables.map(
    (name) => [name, path.join(folder, `${name.toLowerCase()}_${randomUUID()}`)] as const,
  );
  for (const [, file] of named) await writeFile(file, '');
  return Object.fromEntries(named) as CommandFiles;
}

/** The text of one; a file that the step has removed is an empty one. */
export async function textOfFile(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
}

/**
 * `name=value` and `name<<DELIMITER … DELIMITER`, by the rules of Runner.Worker/FileCommandManager.cs. Throws in the runner's words where a line
 * is neither.
 */
export function pairsIn(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      const name = line.slice(0, equals);
      if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
      pairs[name] = line.slice(equals + 1);
    } else if (heredoc >= 0) pairs[line.slice(0, heredoc)] = heredocValue(lines, line, heredoc);
    else throw new Error(`Invalid format '${line}'`);
  }
  return pairs;
}

function heredocValue(rest: string[], line: string, at: number): string {
  const delimiter = line.slice(at + 2);
  if (at === 0 || delimiter === '') {
    throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
  }
  const end = rest.indexOf(delimiter);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  return rest
    .splice(0, end + 1)
    .slice(0, -1)
    .join('\n');
}
