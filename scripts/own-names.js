import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './ensure-built.js';

/**
 * An error of ours is called what its class is called. A bundler gives one of two things in a file another name when they have the
 * same; it can keep names (`keepNames`), which costs each start 10 ms. So it may do that to anything but an error.
 * @throws if an error has another name in dist/ than in src/
 */
export function refuseRenamedErrors() {
  const own = new Set([...namesIn('src', '.ts', /class (\w+)/g)].map(([, name]) => name));
  const built = namesIn(
    'dist',
    '.js',
    /(?:var|class) (\w+)(?: = class(?: \w+)?)? extends (EcsdeployError\w*)/g,
  );
  const renamed = [...built].flatMap((found) => found.slice(1)).filter((name) => !own.has(name));
  if (renamed.length > 0)
    throw new Error(`errors that have another name in the bundle: ${renamed.join(', ')}`);
}

function* namesIn(folder, extension, pattern) {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith(extension)))
    yield* readFileSync(path.join(root, folder, file), 'utf8').matchAll(pattern);
}
