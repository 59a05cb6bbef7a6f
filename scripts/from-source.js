import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What oclif needs to load commands and hooks from src/ and not from dist/: for development, tests and the reference pages. The root is
 * src/ too, because beside package.json a manifest from the last build would decide which commands there are.
 */
export function fromSource() {
  const root = fileURLToPath(new URL('../src/', import.meta.url));
  const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const { commands, hooks } = pjson.oclif;
  const sources = Object.entries(hooks).map(([event, file]) => [event, sourceOf(file)]);
  pjson.oclif.commands = { ...commands, target: sourceOf(commands.target) };
  pjson.oclif.hooks = Object.fromEntries(sources);
  // The bundle contains what we depend on, so nothing is installed with it; oclif looks for its plugins here.
  pjson.dependencies = pjson.devDependencies;
  return { root, pjson };
}

function sourceOf(file) {
  return file.replace('./dist/', './').replace(/\.js$/, '.ts');
}
