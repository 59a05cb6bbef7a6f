import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ImageSettings } from '../../model/image-settings.ts';
import { NoDockerfile } from './no-dockerfile.ts';

/**
 * How an image is built, as `sha256:…`: two images of one commit are the same only if their recipes are. It covers the
 * Dockerfile, which folder of the repository is the context, the rules for it, build arguments, target, platforms, and which
 * secrets and SSH agents there are. It leaves out what does not change the image (where it goes, caches), what may not
 * (values of secrets), and where things lie on this machine. Line ends do not count: a clone may have others.
 * @param root of the repository, symbolic links followed, where there is one
 * @throws NoDockerfile
 */
export async function recipeOf(settings: ImageSettings, root?: string): Promise<string> {
  const { buildArgs, target, platforms, secrets, ssh } = settings;
  const [dockerfile, context, contextRules] = await Promise.all([
    readDockerfile(settings.dockerfile),
    placeInRepository(settings.context, root),
    readContextRules(settings),
  ]);
  // An array of pairs: the order of members is part of what is hashed.
  const canonical = [
    ['version', 1],
    ['dockerfile', dockerfile],
    ['context', context],
    ['contextRules', contextRules],
    ['buildArgs', Object.entries(buildArgs).sort(([a], [b]) => compare(a, b))],
    ['target', target ?? null],
    ['platforms', sortedSet(platforms)],
    ['secrets', sortedSet(secrets.map(({ id }) => id))],
    ['ssh', sortedSet(ssh.map(sshId))],
  ];
  return `sha256:${createHash('sha256').update(JSON.stringify(canonical)).digest('hex')}`;
}

async function readDockerfile(file: string): Promise<string> {
  try {
    return await readLines(file);
  } catch (error) {
    throw new NoDockerfile(file, error);
  }
}

/** Two folders of one commit may have the same Dockerfile, and their images the same repository. */
async function placeInRepository(context: string, root: string | undefined): Promise<string | null> {
  if (root === undefined) return null;
  const real = await realpath(context).catch(() => context);
  return path.relative(root, real).split(path.sep).join('/');
}

/**
 * The ignore file that BuildKit takes: the Dockerfile's own before the context's. None is like an empty one, and so is one
 * that cannot be read: the engine reads it as well, and says what is wrong with it.
 */
async function readContextRules({ context, dockerfile }: ImageSettings): Promise<string> {
  const files = [`${dockerfile}.dockerignore`, path.join(context, '.dockerignore')];
  const [own, shared] = await Promise.all(files.map(async (file) => readLines(file).catch(() => undefined)));
  return own ?? shared ?? '';
}

// One character for each byte: what is no UTF-8 counts as well.
async function readLines(file: string): Promise<string> {
  return (await readFile(file, 'latin1')).replace(/\r\n/g, '\n');
}

/** `default` of `default=/path/to/key`. */
function sshId(ssh: string): string {
  return ssh.split('=', 1)[0] ?? ssh;
}

function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compare);
}

// By code units: a locale would sort differently elsewhere.
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
