import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ImageSettings } from '../../../model/image-settings.ts';
import { NoContext, NoDockerfile } from '../build-errors.ts';

/** Looks before the client does, to say it better. @throws NoContext, NoDockerfile */
export function checkSources({ context, dockerfile }: ImageSettings): void {
  const place = statSync(context, { throwIfNoEntry: false });
  if (place?.isDirectory() !== true) throw new NoContext(context, place !== undefined);
  if (statSync(dockerfile, { throwIfNoEntry: false })?.isFile() === true) return;
  throw new NoDockerfile(dockerfile, context, dockerfilesIn(context));
}

const dockerfileName = /^(?:.*\.)?(?:dockerfile|containerfile)(?:\..*)?$/i;
const skipped = new Set(['node_modules', 'vendor', '.git']);
const deepest = 2;
const mostSuggestions = 3;

/** What looks like a Dockerfile, relative to the context: the nearest first. */
function dockerfilesIn(context: string): string[] {
  const found: string[] = [];
  let folders = [''];
  for (let depth = 0; depth <= deepest && found.length < mostSuggestions; depth++) {
    const entries = folders.flatMap((folder) => entriesOf(context, folder));
    found.push(
      ...entries
        .filter(({ isFolder, name }) => !isFolder && dockerfileName.test(path.basename(name)))
        .map(({ name }) => name),
    );
    folders = entries
      .filter(({ isFolder, name }) => isFolder && !skipped.has(path.basename(name)))
      .map(({ name }) => name);
  }
  return found.slice(0, mostSuggestions);
}

function entriesOf(context: string, folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(path.join(context, folder), { withFileTypes: true })
      .map((entry) => ({ name: path.join(folder, entry.name), isFolder: entry.isDirectory() }))
      .sort((a, b) => a.name.localeCompare(b.name));
  } catch {
    return [];
  }
}
