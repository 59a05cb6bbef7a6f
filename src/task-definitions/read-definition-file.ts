import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { InvalidTaskDefinition } from './invalid-task-definition.ts';

// ECS takes 64 KB; comments, blanks and read-only members may add to that in a file.
const largest = 1024 * 1024;

const programs = /\.(?:[cm]?[jt]sx?|jsonnet|libsonnet|py|rb|sh|go|tf)$/i;
const data = /\.(?:json|ya?ml)$/i;

/** The bytes of a task definition file; only ever read as data. */
export async function readDefinitionFile(file: string, source: string): Promise<Uint8Array> {
  const refuse = (message: string, cause?: unknown): InvalidTaskDefinition =>
    new InvalidTaskDefinition({ code: 'task_definition.unreadable', source, message, cause });
  if (programs.test(file)) throw refuse('this is a program, and ecsdeploy reads JSON or YAML only');
  try {
    const real = await realpath(file);
    // A published trick: task-definition.json as a link to a script that careless tools evaluate, or to a private file.
    if (path.basename(real) !== path.basename(file) && !data.test(real)) {
      throw refuse(`this is a link to ${path.basename(real)}, which is no JSON or YAML file`);
    }
    const handle = await open(real, 'r');
    try {
      const status = await handle.stat();
      if (status.isDirectory()) throw refuse('this is a directory, not a task definition file');
      if (!status.isFile()) throw refuse('this is no regular file');
      if (status.size > largest)
        throw refuse(`the file has ${status.size} bytes, at most ${largest} are read`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof InvalidTaskDefinition) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw refuse(
      missing ? 'there is no such file' : `the file cannot be read (${code ?? String(error)})`,
      error,
    );
  }
}
