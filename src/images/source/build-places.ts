import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { EcsdeployError } from '../../model/error.ts';
import type { ImageSettings } from '../../model/image-settings.ts';
import { NoContext } from './no-context.ts';
import type { Commit } from './read-commit.ts';

/** What an image is built from. */
export type BuildPaths = Pick<ImageSettings, 'context' | 'dockerfile'>;

/** The commit would be the tag of an image that holds none of it. */
class ContextElsewhere extends EcsdeployError {
  constructor(context: string, root: string) {
    super({
      code: 'refused.context_elsewhere',
      message: `the build context ${context} is outside of the repository ${root}, whose commit would be the tag of the image`,
      suggestions: ['Run it in the repository of the build context, or name the tag with --tag <tag>.'],
      details: { context, root },
    });
  }
}

/**
 * The files and folders, symbolic links followed, of which new files can get into the image: the context, the Dockerfile
 * and the ignore file beside it. A Dockerfile outside of the repository is left out: the recipe tells it apart.
 */
export async function buildPlaces(
  { root }: Commit,
  { context, dockerfile }: BuildPaths,
): Promise<readonly string[]> {
  const realContext = await realpath(context).catch((error: unknown) => {
    throw new NoContext(context, error);
  });
  if (!isWithin(realContext, root)) throw new ContextElsewhere(context, root);
  const beside = [dockerfile, `${dockerfile}.dockerignore`];
  const found = await Promise.all(beside.flatMap((file) => [realDirectory(file), realFile(file)]));
  return [realContext, ...found.filter((file) => file !== undefined && isWithin(file, root))] as string[];
}

/** Whether a path is a folder or lies in it; both absolute. */
export function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** The path of the file itself, which may be a link. */
async function realDirectory(file: string): Promise<string | undefined> {
  const folder = await realFile(path.dirname(file));
  return folder === undefined ? undefined : path.join(folder, path.basename(file));
}

async function realFile(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch {
    return undefined;
  }
}
